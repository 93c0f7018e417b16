// MutatingAdmissionPolicyBinding: where a MutatingAdmissionPolicy applies.
import { builtinKind } from "../builtin-kind.ts";
import type { MutatingAdmissionPolicyBinding } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { policyBindingColumns } from "./policy-columns.ts";
import { checkPolicyBindingSpec, setPolicyBindingDefaults } from "./policy-rules.ts";

export const mutatingAdmissionPolicyBinding = builtinKind<MutatingAdmissionPolicyBinding>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicyBinding",
  plural: "mutatingadmissionpolicybindings",
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

function validateBinding({ spec }: MutatingAdmissionPolicyBinding): Errors {
  const errors: Errors = [];
  checkPolicyBindingSpec(errors, spec);
  return errors;
}
