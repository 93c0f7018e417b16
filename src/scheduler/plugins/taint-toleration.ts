// Tainted nodes take only pods that tolerate their taints; those whose taints merely ask are taken last.
// Kubernetes: pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go
import { normalizeToLowest } from "../normalize.ts";
import type { Plugin, Unfit } from "../plugin.ts";
import { tolerates, toleratesAll } from "../tolerations.ts";

const untolerated: Unfit = { reasons: ["node(s) had untolerated taint(s)"], isResolvable: false };

export const taintToleration: Plugin = {
  name: "TaintToleration",
  isNodeLocal: true,
  filter({ shape: { tolerations } }) {
    return { check: (node) => (toleratesAll(tolerations, node.facts.taints) ? undefined : untolerated) };
  },
  scoreWeight: 3,
  score({ shape }, _cluster, nodes) {
    const isSoft = ({ effect }: { readonly effect: string }) => effect === "PreferNoSchedule";
    if (!nodes.some((node) => node.facts.taints.some(isSoft))) return undefined;
    const tolerations = shape.tolerations.filter(({ effect = "" }) => effect === "" || isSoft({ effect }));
    const isUntolerated = (taint: { key: string; effect: string }) =>
      isSoft(taint) && !tolerations.some((one) => tolerates(one, taint));
    return { score: (node) => node.facts.taints.filter(isUntolerated).length, normalize: normalizeToLowest };
  },
  isHelpedBy({ shape: { tolerations } }, event) {
    if (event.type === "nodeAdded") return toleratesAll(tolerations, event.node.facts.taints);
    if (event.type !== "nodeChanged") return false;
    return !toleratesAll(tolerations, event.before.taints) && toleratesAll(tolerations, event.node.facts.taints);
  },
};
