// ValidatingAdmissionPolicyBinding: where a ValidatingAdmissionPolicy applies.

import { duplicate, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import type { ValidatingAdmissionPolicyBinding } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { repeatedAt } from "../repeated-at.ts";
import { policyBindingColumns } from "./policy-columns.ts";
import { checkPolicyBindingSpec, setPolicyBindingDefaults } from "./policy-rules.ts";

const actions = ["Audit", "Deny", "Warn"];

export const validatingAdmissionPolicyBinding = builtinKind<ValidatingAdmissionPolicyBinding>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  hasGeneration: true,
  strategy: {
    setDefaults: setPolicyBindingDefaults,
    validateCreate: validateBinding,
    validateUpdate: validateBinding,
  },
  columns: policyBindingColumns,
});

function validateBinding({ spec }: ValidatingAdmissionPolicyBinding): Errors {
  const errors: Errors = [];
  checkPolicyBindingSpec(errors, spec);
  checkActions(errors, "spec.validationActions", spec?.validationActions ?? []);
  return errors;
}

function checkActions(errors: Errors, path: string, given: readonly string[]): void {
  const repeated = repeatedAt(given);
  given.forEach((action, index) => {
    if (!actions.includes(action)) errors.push(notSupported(`${path}[${index}]`, action, actions));
    if (repeated.has(index)) errors.push(duplicate(`${path}[${index}]`, action));
  });
  if (given.includes("Deny") && given.includes("Warn")) {
    const why = "repeating the same validation failure information in the API response and headers serves no purpose";
    errors.push(invalidValue(path, given, `must not contain both Deny and Warn (${why})`));
  }
  if (given.length === 0) errors.push(required(path, "at least one validation action is required"));
}
