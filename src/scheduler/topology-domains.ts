// How many pods of a sort each domain of a spread constraint holds, and how many domains there are.
// Kubernetes: pkg/scheduler/framework/plugins/podtopologyspread/common.go matchNodeInclusionPolicies
import { allowsNode } from "./node-terms.ts";
import type { ClusterSnapshot, NodeFacts, PodCounts, PodInfo, SpreadConstraint } from "./snapshot.ts";
import { toleratesAll } from "./tolerations.ts";

export interface Domains {
  /** Without those that hold none. */
  readonly counts: ReadonlyMap<string, number>;
  readonly domains: number;
}

type Keyed = Pick<SpreadConstraint, "topologyKey">;

export function hasAllKeys({ labels }: NodeFacts, constraints: readonly Keyed[]): boolean {
  return constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined);
}

/** The node counts for this constraint of the pod's. */
export function isIncluded(constraint: SpreadConstraint, { shape }: PodInfo, node: NodeFacts): boolean {
  if (constraint.honorsAffinity && !allowsNode(shape, node)) return false;
  return !constraint.honorsTaints || toleratesAll(shape.tolerations, node.taints);
}

/** True for all nodes, and known without looking at them. */
export function includesAll(constraint: SpreadConstraint, { shape }: PodInfo): boolean {
  const isChoosy = constraint.honorsAffinity && (shape.nodeSelector !== undefined || shape.nodeTerms !== undefined);
  return !isChoosy && !constraint.honorsTaints;
}

/** Every node has all these labels. */
export function allHaveKeys(cluster: ClusterSnapshot, constraints: readonly Keyed[]): boolean {
  return constraints.every(({ topologyKey }) => {
    let labelled = 0;
    for (const nodes of cluster.domains(topologyKey).values()) labelled += nodes;
    return labelled === cluster.nodes.length;
  });
}

/** Domains are those of nodes that count for `constraint` and have the labels of all `constraints`. */
export function countDomains(
  constraint: SpreadConstraint,
  constraints: readonly SpreadConstraint[],
  pod: PodInfo,
  cluster: ClusterSnapshot,
  pods: PodCounts,
): Domains {
  const { topologyKey } = constraint;
  if (includesAll(constraint, pod) && allHaveKeys(cluster, constraints)) {
    return { counts: pods.byValue(topologyKey), domains: cluster.domains(topologyKey).size };
  }
  const values = new Set<string>();
  const counts = new Map<string, number>();
  for (const { facts } of cluster.nodes) {
    if (!hasAllKeys(facts, constraints) || !isIncluded(constraint, pod, facts)) continue;
    const value = facts.labels[topologyKey] as string;
    values.add(value);
    const count = pods.byNode.get(facts.name);
    if (count !== undefined) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return { counts, domains: values.size };
}
