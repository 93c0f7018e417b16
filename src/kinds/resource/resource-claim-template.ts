// ResourceClaimTemplate: a template of ResourceClaims for pods.
import { builtinKind } from "../builtin-kind.ts";

export const resourceClaimTemplate = builtinKind({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaimTemplate",
  plural: "resourceclaimtemplates",
  scope: "Namespaced",
});
