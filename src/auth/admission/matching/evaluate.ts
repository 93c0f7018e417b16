// Evaluates one expression about a request, in upstream's words when it fails.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/activation.go Evaluate
import type { Compilation, CostBudget, Variables } from "../../../apimachinery/cel/surface.ts";
import type { CelValue } from "../../../apimachinery/cel/value.ts";

export interface CompiledExpression {
  readonly expression: string;
  readonly compilation: Compilation;
}

export type Evaluation =
  | { readonly type: "value"; readonly value: CelValue }
  | { readonly type: "error"; readonly message: string }
  /** The request's budget is used up: nothing more is evaluated. */
  | { readonly type: "exhausted"; readonly message: string };

const exhausted = "validation failed due to running out of cost budget, no further validation rules will be run";

export function evaluate(
  { expression, compilation }: CompiledExpression,
  inputs: Variables,
  budget: CostBudget,
): Evaluation {
  if (compilation.type === "refused") {
    return { type: "error", message: `compilation error: ${compilation.message}` };
  }
  const outcome = compilation.program.evaluate(inputs, budget);
  if (budget.left < 0) return { type: "exhausted", message: exhausted };
  if (outcome.type === "value") return { type: "value", value: outcome.value };
  return { type: "error", message: `expression '${expression}' resulted in error: ${outcome.message}` };
}
