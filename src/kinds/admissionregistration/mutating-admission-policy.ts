// MutatingAdmissionPolicy: changes objects on admission by CEL.
import { required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { MutatingAdmissionPolicy, Mutation } from "../facts/types.gen.ts";
import { checkOneOf, checkUnset, type Errors } from "../field-checks.ts";
import type { PolicyExpressions } from "./admission-expressions.ts";
import { checkCompiled } from "./check-compiled.ts";
import { paramKindColumn } from "./policy-columns.ts";
import { checkPolicySpec, setPolicyDefaults } from "./policy-rules.ts";

const patchTypes = { ApplyConfiguration: "applyConfiguration", JSONPatch: "jsonPatch" } as const;

export const mutatingAdmissionPolicy = builtinKind<MutatingAdmissionPolicy>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicy",
  plural: "mutatingadmissionpolicies",
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  hasGeneration: true,
  strategy: { setDefaults: setPolicyDefaults, validateCreate: validatePolicy, validateUpdate: validatePolicy },
  columns: [
    nameColumn,
    column<MutatingAdmissionPolicy>("Mutations", "integer", ({ spec }) => (spec?.mutations ?? []).length),
    paramKindColumn,
    ageColumn,
  ],
});

function validatePolicy({ spec }: MutatingAdmissionPolicy): Errors {
  const errors: Errors = [];
  const expressions = checkPolicySpec(errors, spec);
  checkOneOf(errors, "spec.reinvocationPolicy", spec?.reinvocationPolicy, ["IfNeeded", "Never"]);
  const mutations = spec?.mutations ?? [];
  if (mutations.length === 0) errors.push(required("spec.mutations", "mutations must contain at least one item"));
  mutations.forEach((mutation, index) => {
    checkMutation(errors, `spec.mutations[${index}]`, mutation, expressions);
  });
  return errors;
}

function checkMutation(errors: Errors, path: string, mutation: Mutation, expressions: PolicyExpressions): void {
  checkOneOf(errors, `${path}.patchType`, mutation.patchType, Object.keys(patchTypes));
  for (const [type, field] of Object.entries(patchTypes)) {
    const expression = mutation[field]?.expression ?? "";
    if (type !== mutation.patchType) {
      checkUnset(errors, path, mutation, [field], `${field} is only allowed when patchType is ${type}`);
    } else if (mutation[field] === undefined) {
      errors.push(required(`${path}.${field}`, `must be specified when patchType is ${type}`));
    } else if (expression.trim() === "") {
      errors.push(required(`${path}.${field}.expression`, "expression is not specified"));
    } else {
      checkCompiled(errors, `${path}.${field}.expression`, expression, expressions.compile(field, expression));
    }
  }
}
