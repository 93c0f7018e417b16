// MutatingAdmissionPolicy: changes objects on admission by CEL.
import { builtinKind } from "../builtin-kind.ts";

export const mutatingAdmissionPolicy = builtinKind({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingAdmissionPolicy",
  plural: "mutatingadmissionpolicies",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
});
