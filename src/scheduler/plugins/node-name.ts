// A pod whose description names a node can be on no other.
// Kubernetes: pkg/scheduler/framework/plugins/nodename/node_name.go
import type { Plugin, Unfit } from "../plugin.ts";

const other: Unfit = { reasons: ["node(s) didn't match the requested node name"], isResolvable: false };

export const nodeName: Plugin = {
  name: "NodeName",
  isNodeLocal: true,
  filter({ nodeName }) {
    if (nodeName === undefined) return undefined;
    return { check: (node) => (node.name === nodeName ? undefined : other) };
  },
  isHelpedBy: (pod, event) => event.type === "nodeAdded" && event.node.name === pod.nodeName,
};
