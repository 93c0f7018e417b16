// Sums and maxima of resource lists, by name.
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityMilliValue,
  quantityValue,
} from "../../../apimachinery/quantity.ts";

/** As objects carry it. */
export type ResourceList = Readonly<Record<string, string>>;

export type ResourceAmounts = Map<string, Quantity>;

export function amountsOf(list: ResourceList | undefined): ResourceAmounts {
  const amounts: ResourceAmounts = new Map();
  for (const name in list) amounts.set(name, parseQuantity(list[name] as string));
  return amounts;
}

export function addAmounts(sum: ResourceAmounts, added: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of added) {
    const before = sum.get(name);
    sum.set(name, before === undefined ? amount : addQuantities(before, amount));
  }
}

export function raiseAmounts(high: ResourceAmounts, other: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of other) {
    const before = high.get(name);
    if (before === undefined || compareQuantities(amount, before) > 0) high.set(name, amount);
  }
}

/** Amounts as plain numbers: cpu in millicores, everything else in whole units, rounded up. */
export function amountNumbers(amounts: ReadonlyMap<string, Quantity>): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, amount] of amounts) {
    numbers[name] = name === "cpu" ? quantityMilliValue(amount) : quantityValue(amount);
  }
  return numbers;
}

/** Compares two texts; either missing counts as zero. */
export function compareAmounts(one: string | undefined, other: string | undefined): -1 | 0 | 1 {
  return compareQuantities(parseQuantity(one ?? "0"), parseQuantity(other ?? "0"));
}
