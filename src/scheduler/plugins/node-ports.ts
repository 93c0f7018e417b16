// Two pods can't have the same port of one host.
// Kubernetes: pkg/scheduler/framework/plugins/nodeports/node_ports.go
import { portsConflict } from "../host-ports.ts";
import type { Plugin, Unfit } from "../plugin.ts";

const taken: Unfit = {
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  isResolvable: true,
};

export const nodePorts: Plugin = {
  name: "NodePorts",
  isNodeLocal: true,
  filter({ shape: { hostPorts } }) {
    if (hostPorts.length === 0) return undefined;
    return { check: (node) => (portsConflict(hostPorts, node.hostPorts) ? taken : undefined) };
  },
  isHelpedBy({ shape: { hostPorts } }, event) {
    if (event.type === "nodeAdded") return true;
    return event.type === "podRemoved" && portsConflict(hostPorts, event.pod.shape.hostPorts);
  },
};
