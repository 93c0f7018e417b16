// ResourceClaim: a request for devices.
import { builtinKind } from "../builtin-kind.ts";

export const resourceClaim = builtinKind({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaim",
  plural: "resourceclaims",
  scope: "Namespaced",
  subresources: { status: true },
});
