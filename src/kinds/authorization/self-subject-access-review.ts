// SelfSubjectAccessReview: whether the caller may do something; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const selfSubjectAccessReview = builtinKind({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SelfSubjectAccessReview",
  plural: "selfsubjectaccessreviews",
  scope: "Cluster",
  verbs: ["create"],
  virtual: true,
});
