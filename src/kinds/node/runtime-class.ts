// RuntimeClass: names a container runtime configuration.
import { builtinKind } from "../builtin-kind.ts";

export const runtimeClass = builtinKind({
  group: "node.k8s.io",
  version: "v1",
  kind: "RuntimeClass",
  plural: "runtimeclasses",
  scope: "Cluster",
});
