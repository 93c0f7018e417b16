// ValidatingAdmissionPolicyBinding: where a ValidatingAdmissionPolicy applies.
import { builtinKind } from "../builtin-kind.ts";

export const validatingAdmissionPolicyBinding = builtinKind({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
});
