// A MutatingAdmissionPolicy as programs.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/mutating/compilation.go
import { PolicyExpressions } from "../../../../kinds/admissionregistration/admission-expressions.ts";
import type { MutatingAdmissionPolicy } from "../../../../kinds/facts/types.gen.ts";
import type { CompiledExpression } from "../../matching/evaluate.ts";
import { compileMatchConditions } from "../../matching/match-conditions.ts";
import { rememberingCompiler } from "../compiled-policies.ts";
import { type CompiledVariable, compileVariables } from "../compiled-variables.ts";

export interface CompiledMutation {
  readonly type: "applyConfiguration" | "jsonPatch";
  readonly change: CompiledExpression;
}

export interface CompiledMutatingPolicy {
  readonly matchConditions: readonly CompiledExpression[];
  readonly variables: readonly CompiledVariable[];
  readonly mutations: readonly CompiledMutation[];
}

export const compiledMutatingPolicy = rememberingCompiler(compileMutatingPolicy);

export function compileMutatingPolicy({ spec }: Readonly<MutatingAdmissionPolicy>): CompiledMutatingPolicy {
  const hasParams = spec?.paramKind !== undefined;
  const expressions = new PolicyExpressions(hasParams);
  const variables = compileVariables(expressions, spec?.variables);
  return {
    matchConditions: compileMatchConditions(spec?.matchConditions, hasParams),
    variables,
    mutations: (spec?.mutations ?? []).map(({ patchType, applyConfiguration, jsonPatch }) => {
      const type = patchType === "JSONPatch" ? "jsonPatch" : "applyConfiguration";
      const expression = (patchType === "JSONPatch" ? jsonPatch : applyConfiguration)?.expression ?? "";
      return { type, change: { expression, compilation: expressions.compile(type, expression) } };
    }),
  };
}
