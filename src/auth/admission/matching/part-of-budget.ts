// What one policy or webhook may spend of what all of a request's may spend together: upstream bounds each alone, and a
// cluster may have any number of them.
import { admissionCostMax } from "../../../apimachinery/cel/limits.ts";
import type { CostBudget } from "../../../apimachinery/cel/surface.ts";

/** For all expressions that one step of admission evaluates for one request. */
export function wholeBudget(): CostBudget {
  return { left: admissionCostMax };
}

/** At most `costMax` of `whole`, which counts down with it. */
export function partOfBudget(whole: CostBudget, costMax: number): CostBudget {
  let left = Math.min(costMax, Math.max(whole.left, 0));
  return {
    get left() {
      return left;
    },
    set left(now) {
      whole.left -= left - now;
      left = now;
    },
  };
}
