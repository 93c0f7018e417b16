// Node selectors and node affinity, required and preferred.
// Kubernetes: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go
import { allowsNode, matchesNodeTerm, namedNodes } from "../node-terms.ts";
import { normalizeToHighest } from "../normalize.ts";
import type { Plugin, Unfit } from "../plugin.ts";

const mismatch: Unfit = { reasons: ["node(s) didn't match Pod's node affinity/selector"], isResolvable: false };
const contradiction: Unfit = { reasons: ["pod affinity terms conflict"], isResolvable: false };

export const nodeAffinity: Plugin = {
  name: "NodeAffinity",
  isNodeLocal: true,
  filter({ shape }) {
    if (shape.nodeSelector === undefined && shape.nodeTerms === undefined) return undefined;
    const only = namedNodes(shape.nodeTerms);
    if (only?.size === 0) return { rejected: contradiction };
    return {
      ...(only === undefined ? {} : { only }),
      check: (node) => (allowsNode(shape, node.facts) ? undefined : mismatch),
    };
  },
  scoreWeight: 2,
  score({ shape: { preferredNodes } }) {
    if (preferredNodes.length === 0) return undefined;
    return {
      score(node) {
        let sum = 0;
        for (const { term, weight } of preferredNodes) if (matchesNodeTerm(term, node.facts)) sum += weight;
        return sum;
      },
      normalize: normalizeToHighest,
    };
  },
  isHelpedBy({ shape }, event) {
    if (event.type === "nodeAdded") return allowsNode(shape, event.node.facts);
    return event.type === "nodeChanged" && !allowsNode(shape, event.before) && allowsNode(shape, event.node.facts);
  },
};
