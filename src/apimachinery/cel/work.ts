// Meters work that upstream's cost model takes to be free (counting characters, comparing deep values, ...), so that no
// expression runs for long whatever it costs by that model.
import { workPerCost } from "./limits.ts";

/** Stops an evaluation: nothing in an expression can absorb it. */
export class OverBudget {}

// An evaluation is synchronous and nothing else runs meanwhile, so one meter serves: nested ones put it back.
let workLeft = Number.POSITIVE_INFINITY;

/** Lets `cost` units' worth of work be done from here; answers what puts the meter back and tells the cost of it. */
export function beginWork(cost: number): () => number {
  const outer = workLeft;
  const granted = cost * workPerCost;
  workLeft = granted;
  return () => {
    const used = granted - workLeft;
    workLeft = outer;
    return Math.floor(used / workPerCost);
  };
}

/** One unit is about a nanosecond: a character looked at, a tenth of a value compared. */
export function work(units: number): void {
  workLeft -= units;
  if (workLeft < 0) throw new OverBudget();
}
