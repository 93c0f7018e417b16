// TokenReview: whom a token belongs to; posted, never stored.
import { builtinKind } from "../builtin-kind.ts";

export const tokenReview = builtinKind({
  group: "authentication.k8s.io",
  version: "v1",
  kind: "TokenReview",
  plural: "tokenreviews",
  scope: "Cluster",
  verbs: ["create"],
  virtual: true,
});
