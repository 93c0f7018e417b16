// One mutation of one policy: its expression is evaluated and what it answers applied to the object.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/mutating/dispatcher.go dispatchOne
import { requestCostMax } from "../../../../apimachinery/cel/limits.ts";
import type { CostBudget, Variables } from "../../../../apimachinery/cel/surface.ts";
import type { JsonObject } from "../../../../apimachinery/json.ts";
import type { Schema } from "../../../../apimachinery/schema/schema.ts";
import { evaluate } from "../../matching/evaluate.ts";
import { partOfBudget } from "../../matching/part-of-budget.ts";
import { type CompiledVariable, withVariables } from "../compiled-variables.ts";
import { applyConfigurationTo, type Changed, patchObject } from "./apply-change.ts";
import type { CompiledMutation } from "./compile-policy.ts";

export interface Mutating {
  readonly variables: readonly CompiledVariable[];
  /** All that the expression may refer to, but for `variables`; the object is among them as it is now. */
  readonly inputs: Variables;
  /** The object's. */
  readonly schema: Schema;
  /** What all expressions of the request's policies may still spend. */
  readonly whole: CostBudget;
}

export function mutateObject(object: JsonObject, { type, change }: CompiledMutation, mutating: Mutating): Changed {
  const { variables, inputs, schema, whole } = mutating;
  const { compilation } = change;
  if (compilation.type === "refused") return { type: "failed", message: compilation.message };
  const budget = partOfBudget(whole, requestCostMax);
  const evaluation = evaluate(change, withVariables(inputs, variables, budget), budget);
  if (evaluation.type !== "value") return { type: "failed", message: evaluation.message };
  return type === "jsonPatch"
    ? patchObject(object, evaluation.value)
    : applyConfigurationTo(object, evaluation.value, schema);
}
