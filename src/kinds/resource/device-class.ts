// DeviceClass: a class of devices that can be claimed.
import { builtinKind } from "../builtin-kind.ts";

export const deviceClass = builtinKind({
  group: "resource.k8s.io",
  version: "v1",
  kind: "DeviceClass",
  plural: "deviceclasses",
  scope: "Cluster",
  hasGeneration: true,
});
