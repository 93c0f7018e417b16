// Whether a request meets the matchConditions of a webhook or a policy.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions/matcher.go
import { matchConditionsCostMax } from "../../../apimachinery/cel/limits.ts";
import type { CostBudget, Variables } from "../../../apimachinery/cel/surface.ts";
import { compileMatchCondition } from "../../../kinds/admissionregistration/admission-expressions.ts";
import type { MatchCondition } from "../../../kinds/facts/types.gen.ts";
import { type CompiledExpression, evaluate } from "./evaluate.ts";
import { partOfBudget } from "./part-of-budget.ts";

export type Met =
  | { readonly type: "met" }
  /** One of them says no, or could not be evaluated where failures are ignored. */
  | { readonly type: "unmet" }
  | { readonly type: "failed"; readonly message: string };

const met: Met = { type: "met" };
const unmet: Met = { type: "unmet" };

export function compileMatchConditions(
  conditions: readonly MatchCondition[] | undefined,
  hasParams = false,
): readonly CompiledExpression[] {
  return (conditions ?? []).map(({ expression }) => ({
    expression,
    compilation: compileMatchCondition(expression.trim(), hasParams),
  }));
}

/** A condition that says no outweighs any that fail. `whole`: what all expressions of the step may still spend. */
export function meetsConditions(
  conditions: readonly CompiledExpression[],
  inputs: Variables,
  failurePolicy: string | undefined,
  whole: CostBudget,
): Met {
  const failed = (message: string): Met => (failurePolicy === "Ignore" ? unmet : { type: "failed", message });
  const budget = partOfBudget(whole, matchConditionsCostMax);
  const problems: string[] = [];
  for (const condition of conditions) {
    const evaluation = evaluate(condition, inputs, budget);
    if (evaluation.type === "exhausted") return failed(evaluation.message);
    if (evaluation.type === "error") problems.push(evaluation.message);
    else if (evaluation.value === false) return unmet;
  }
  if (problems.length === 0) return met;
  const told = [...new Set(problems)];
  return failed(told.length === 1 ? (told[0] as string) : `[${told.join(", ")}]`);
}
