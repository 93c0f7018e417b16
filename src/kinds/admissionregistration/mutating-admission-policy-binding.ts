// MutatingAdmissionPolicyBinding: where a MutatingAdmissionPolicy applies.
import { builtinKind } from "../builtin-kind.ts";

export const mutatingAdmissionPolicyBinding = builtinKind({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicyBinding",
  plural: "mutatingadmissionpolicybindings",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
});
