// A ValidatingAdmissionPolicy as programs.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/validating/plugin.go compilePolicy
import { PolicyExpressions } from "../../../../kinds/admissionregistration/admission-expressions.ts";
import type { ValidatingAdmissionPolicy, Validation } from "../../../../kinds/facts/types.gen.ts";
import type { CompiledExpression } from "../../matching/evaluate.ts";
import { compileMatchConditions } from "../../matching/match-conditions.ts";
import { rememberingCompiler } from "../compiled-policies.ts";
import { type CompiledVariable, compileVariables } from "../compiled-variables.ts";

export interface CompiledValidation {
  readonly validation: Validation;
  readonly condition: CompiledExpression;
  readonly message: CompiledExpression | undefined;
}

export interface CompiledValidatingPolicy {
  readonly failurePolicy: string | undefined;
  readonly matchConditions: readonly CompiledExpression[];
  readonly variables: readonly CompiledVariable[];
  readonly validations: readonly CompiledValidation[];
  readonly annotations: readonly { readonly key: string; readonly value: CompiledExpression }[];
}

export const compiledValidatingPolicy = rememberingCompiler(compileValidatingPolicy);

export function compileValidatingPolicy({ spec }: Readonly<ValidatingAdmissionPolicy>): CompiledValidatingPolicy {
  const hasParams = spec?.paramKind !== undefined;
  const expressions = new PolicyExpressions(hasParams);
  const variables = compileVariables(expressions, spec?.variables);
  return {
    failurePolicy: spec?.failurePolicy,
    matchConditions: compileMatchConditions(spec?.matchConditions, hasParams),
    variables,
    validations: (spec?.validations ?? []).map((validation) => {
      const { expression, messageExpression = "" } = validation;
      const message = { expression: messageExpression, compilation: expressions.compile("message", messageExpression) };
      return {
        validation,
        condition: { expression, compilation: expressions.compile("condition", expression) },
        message: messageExpression === "" ? undefined : message,
      };
    }),
    annotations: (spec?.auditAnnotations ?? []).map(({ key, valueExpression }) => {
      const expression = valueExpression.trim();
      return { key, value: { expression, compilation: expressions.compile("annotation", expression) } };
    }),
  };
}
