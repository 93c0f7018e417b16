// ValidatingAdmissionPolicy: refuses objects on admission by CEL.
import { builtinKind } from "../builtin-kind.ts";

export const validatingAdmissionPolicy = builtinKind({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
  subresources: { status: true },
});
