// A policy's `variables`: computed when an expression first names one, from the variables before it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/cel/composition.go
import { LazyFields } from "../../../apimachinery/cel/lazy-fields.ts";
import type { Compilation, CostBudget, Outcome, Variables, VariableValue } from "../../../apimachinery/cel/surface.ts";
import type { PolicyExpressions } from "../../../kinds/admissionregistration/admission-expressions.ts";
import type { Variable } from "../../../kinds/facts/types.gen.ts";

export interface CompiledVariable {
  readonly name: string;
  readonly compilation: Compilation;
}

export function compileVariables(
  expressions: PolicyExpressions,
  variables: readonly Variable[] | undefined,
): readonly CompiledVariable[] {
  return (variables ?? []).map((variable) => ({
    name: variable.name,
    compilation: expressions.addVariable(variable),
  }));
}

/** `inputs` with `variables` among them; what these cost is taken from the budget when they are computed. */
export function withVariables(
  inputs: Variables,
  variables: readonly CompiledVariable[],
  budget: CostBudget,
): Variables {
  if (variables.length === 0) return inputs;
  const all: Record<string, VariableValue> = { ...inputs };
  const compute = variables.map(({ name, compilation }) => [name, () => outcomeOf(compilation, all, budget)] as const);
  all["variables"] = new LazyFields(new Map(compute));
  return all;
}

function outcomeOf(compilation: Compilation, inputs: Variables, budget: CostBudget): Outcome {
  if (compilation.type === "compiled") return compilation.program.evaluate(inputs, budget);
  return { type: "error", message: compilation.message, cost: 0, isOverBudget: false };
}
