// CSINode: the CSI drivers of a node.
import { builtinKind } from "../builtin-kind.ts";

export const csiNode = builtinKind({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSINode",
  plural: "csinodes",
  scope: "Cluster",
});
