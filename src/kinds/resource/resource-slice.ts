// ResourceSlice: devices that a driver offers.
import { builtinKind } from "../builtin-kind.ts";

export const resourceSlice = builtinKind({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceSlice",
  plural: "resourceslices",
  scope: "Cluster",
  hasGeneration: true,
});
