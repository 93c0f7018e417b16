// LocalSubjectAccessReview: whether somebody may do something in a namespace; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const localSubjectAccessReview = builtinKind({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "LocalSubjectAccessReview",
  plural: "localsubjectaccessreviews",
  scope: "Namespaced",
  verbs: ["create"],
  virtual: true,
});
