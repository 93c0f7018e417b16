// Pods and their like spread over zones, hosts and so on: no domain may be far ahead of another.
// Kubernetes: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go
import { matchesLabels } from "../../apimachinery/label-selector.ts";
import { allowsNode } from "../node-terms.ts";
import type { ClusterEvent, NodeFilter, Plugin, Unfit } from "../plugin.ts";
import type { ClusterSnapshot, NodeFacts, PodInfo, SpreadConstraint } from "../snapshot.ts";
import { spreadSelection } from "../spread-constraint.ts";
import { spreadScore } from "../spread-score.ts";
import { countDomains, hasAllKeys } from "../topology-domains.ts";

const uneven: Unfit = { reasons: ["node(s) didn't match pod topology spread constraints"], isResolvable: true };
const unlabelled: Unfit = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  isResolvable: false,
};

interface Limit {
  readonly topologyKey: string;
  readonly counts: ReadonlyMap<string, number>;
  /** A domain may hold no more than this before the pod comes. */
  readonly countMax: number;
}

function limitOf(
  constraint: SpreadConstraint,
  constraints: readonly SpreadConstraint[],
  pod: PodInfo,
  cluster: ClusterSnapshot,
): Limit {
  const selection = spreadSelection(pod, constraint);
  const { counts, domains } = countDomains(constraint, constraints, pod, cluster, cluster.counts(selection));
  // Too few domains: the missing ones count as empty.
  const isFull = counts.size === domains && domains >= constraint.minDomains;
  const least = isFull && domains > 0 ? leastOf(counts.values()) : 0;
  const self = matchesLabels(constraint.labels, pod.labels) ? 1 : 0;
  return { topologyKey: constraint.topologyKey, counts, countMax: constraint.maxSkew + least - self };
}

function leastOf(counts: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const count of counts) least = Math.min(least, count);
  return least;
}

function filterFor(pod: PodInfo, cluster: ClusterSnapshot): NodeFilter | undefined {
  const constraints = pod.shape.spread.filter(({ isHard }) => isHard);
  if (constraints.length === 0) return undefined;
  const limits = constraints.map((constraint) => limitOf(constraint, constraints, pod, cluster));
  return {
    check({ facts }) {
      for (const { topologyKey, counts, countMax } of limits) {
        const value = facts.labels[topologyKey];
        if (value === undefined) return unlabelled;
        if ((counts.get(value) ?? 0) > countMax) return uneven;
      }
      return undefined;
    },
  };
}

function isHelpedBy(pod: PodInfo, event: ClusterEvent): boolean {
  const constraints = pod.shape.spread.filter(({ isHard }) => isHard);
  const concerns = (other: PodInfo) =>
    other.namespace === pod.namespace && constraints.some(({ labels }) => matchesLabels(labels, other.labels));
  const isDomain = (node: NodeFacts) => hasAllKeys(node, constraints) && allowsNode(pod.shape, node);
  switch (event.type) {
    case "podPlaced":
    case "podRemoved":
      return concerns(event.pod);
    case "podChanged":
      return concerns(event.pod) || concerns(event.before);
    case "nodeAdded":
      return hasAllKeys(event.node.facts, constraints);
    case "nodeRemoved":
      return isDomain(event.facts);
    case "nodeChanged":
      return isDomain(event.node.facts) || isDomain(event.before);
  }
}

export const podTopologySpread: Plugin = {
  name: "PodTopologySpread",
  filter: filterFor,
  scoreWeight: 2,
  score: spreadScore,
  isHelpedBy,
};
