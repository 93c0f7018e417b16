// SubjectAccessReview: whether somebody may do something; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const subjectAccessReview = builtinKind({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SubjectAccessReview",
  plural: "subjectaccessreviews",
  scope: "Cluster",
  verbs: ["create"],
  virtual: true,
});
