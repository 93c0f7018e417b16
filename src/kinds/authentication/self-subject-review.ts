// SelfSubjectReview: who the caller is; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const selfSubjectReview = builtinKind({
  group: "authentication.k8s.io",
  version: "v1",
  kind: "SelfSubjectReview",
  plural: "selfsubjectreviews",
  scope: "Cluster",
  verbs: ["create"],
  virtual: true,
});
