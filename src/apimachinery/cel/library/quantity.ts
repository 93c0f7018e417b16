// Quantities: `quantity("1Gi").isGreaterThan(quantity("500Mi"))`.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/library/quantity.go
import {
  addQuantities,
  compareQuantities,
  isQuantity,
  parseQuantity,
  type Quantity,
  quantityNumber,
  quantityOf,
  subtractQuantities,
} from "../../quantity.ts";
import { fail } from "../evaluation-error.ts";
import { declareFunction as fn, declareMethod as method, type Overload } from "../overload.ts";
import { OpaqueValue } from "../value.ts";

class QuantityValue extends OpaqueValue {
  readonly typeName = "kubernetes.Quantity";
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }
  equals(other: OpaqueValue): boolean {
    return other instanceof QuantityValue && compareQuantities(this.quantity, other.quantity) === 0;
  }
}

type Operand = QuantityValue | bigint;

function parsed(text: string): QuantityValue {
  try {
    return new QuantityValue(parseQuantity(text));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function quantityFrom(operand: Operand): Quantity {
  if (typeof operand !== "bigint") return operand.quantity;
  return { ...quantityOf(0), nano: operand * 1_000_000_000n };
}

function isInteger({ nano }: Quantity): boolean {
  const units = nano / 1_000_000_000n;
  return nano % 1_000_000_000n === 0n && units === BigInt.asIntN(64, units);
}

function order(left: QuantityValue, right: QuantityValue): -1 | 0 | 1 {
  return compareQuantities(left.quantity, right.quantity);
}

const operands = [
  ["kubernetes.Quantity", ""],
  ["int", "_int"],
] as const;

export const quantities: readonly Overload[] = [
  fn("string_to_quantity", "quantity(string): kubernetes.Quantity", parsed),
  fn("is_quantity_string", "isQuantity(string): bool", (text: string) => isQuantity(text)),
  method("quantity_sign", "kubernetes.Quantity.sign(): int", ({ quantity }: QuantityValue) =>
    quantity.nano > 0n ? 1n : quantity.nano < 0n ? -1n : 0n,
  ),
  method("quantity_is_integer", "kubernetes.Quantity.isInteger(): bool", ({ quantity }: QuantityValue) =>
    isInteger(quantity),
  ),
  method("quantity_get_int", "kubernetes.Quantity.asInteger(): int", ({ quantity }: QuantityValue) =>
    isInteger(quantity) ? quantity.nano / 1_000_000_000n : fail("cannot convert value to integer"),
  ),
  method("quantity_get_float", "kubernetes.Quantity.asApproximateFloat(): double", ({ quantity }: QuantityValue) =>
    quantityNumber(quantity),
  ),
  ...operands.flatMap(([type, suffix]) => [
    method(
      `quantity_add${suffix}`,
      `kubernetes.Quantity.add(${type}): kubernetes.Quantity`,
      (a: QuantityValue, b: Operand) => new QuantityValue(addQuantities(a.quantity, quantityFrom(b))),
    ),
    method(
      `quantity_sub${suffix}`,
      `kubernetes.Quantity.sub(${type}): kubernetes.Quantity`,
      (a: QuantityValue, b: Operand) => new QuantityValue(subtractQuantities(a.quantity, quantityFrom(b))),
    ),
  ]),
  method(
    "quantity_is_less_than",
    "kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool",
    (a, b) => order(a, b) < 0,
  ),
  method(
    "quantity_is_greater_than",
    "kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool",
    (a, b) => order(a, b) > 0,
  ),
  method("quantity_compare_to", "kubernetes.Quantity.compareTo(kubernetes.Quantity): int", (a, b) =>
    BigInt(order(a, b)),
  ),
];
