// Node: a machine that runs pods.
import { builtinKind } from "../builtin-kind.ts";

export const node = builtinKind({
  group: "",
  version: "v1",
  kind: "Node",
  plural: "nodes",
  shortNames: ["no"],
  scope: "Cluster",
  subresources: { status: true, others: ["proxy"] },
});
