// Amounts of resources as plain numbers, always with the three that every node has.
import type { Quantity } from "../apimachinery/quantity.ts";
import { amountNumbers, amountsOf, type ResourceList } from "../kinds/core/resources/resource-amounts.ts";
import type { Resources } from "./snapshot.ts";

/** The same, to be added up. */
export interface ResourceSum {
  cpu: number;
  memory: number;
  "ephemeral-storage": number;
  [name: string]: number;
}

export function emptySum(): ResourceSum {
  return { cpu: 0, memory: 0, "ephemeral-storage": 0 };
}

export function resourcesOf(amounts: ReadonlyMap<string, Quantity>): Resources {
  return { ...emptySum(), ...amountNumbers(amounts) };
}

/** Of a list as objects carry it. */
export function resourcesOfList(list: ResourceList | undefined): Resources {
  return resourcesOf(amountsOf(list));
}

/** Adds `added` to `sum`, `sign` (1 or -1) times. */
export function addResources(sum: ResourceSum, added: Resources, sign: number): void {
  for (const name in added) sum[name] = (sum[name] ?? 0) + sign * (added[name] as number);
}

/** The names of what is asked for at all. */
export function namesOfResources(resources: Resources): string[] {
  return Object.keys(resources).filter((name) => (resources[name] as number) > 0);
}
