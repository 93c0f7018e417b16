// Cordoned nodes take no pods but those that tolerate it.
// Kubernetes: pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go
import type { Plugin, Unfit } from "../plugin.ts";
import type { NodeFacts, PodInfo } from "../snapshot.ts";
import { tolerates } from "../tolerations.ts";

const cordoned: Unfit = { reasons: ["node(s) were unschedulable"], isResolvable: false };
const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

function mayBeOn(pod: PodInfo, node: NodeFacts): boolean {
  return !node.isUnschedulable || pod.shape.tolerations.some((one) => tolerates(one, taint));
}

export const nodeUnschedulable: Plugin = {
  name: "NodeUnschedulable",
  isNodeLocal: true,
  filter: (pod) => ({ check: (node) => (mayBeOn(pod, node.facts) ? undefined : cordoned) }),
  isHelpedBy(pod, event) {
    if (event.type === "nodeAdded") return mayBeOn(pod, event.node.facts);
    return event.type === "nodeChanged" && !mayBeOn(pod, event.before) && mayBeOn(pod, event.node.facts);
  },
};
