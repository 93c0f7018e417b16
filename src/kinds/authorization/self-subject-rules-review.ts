// SelfSubjectRulesReview: what the caller may do in a namespace; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const selfSubjectRulesReview = builtinKind({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SelfSubjectRulesReview",
  plural: "selfsubjectrulesreviews",
  scope: "Cluster",
  verbs: ["create"],
  virtual: true,
});
