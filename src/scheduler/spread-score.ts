// How well a node would spread a pod and its like: by constraints that only prefer, or by those that every replica has.
// Kubernetes: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go
import type { NodeScore } from "./plugin.ts";
import { scoreMax } from "./plugin.ts";
import type { ClusterSnapshot, NodeFacts, NodeSnapshot, PodCounts, PodInfo, SpreadConstraint } from "./snapshot.ts";
import { hostnameLabel, replicaConstraints, spreadSelection } from "./spread-constraint.ts";
import { allHaveKeys, hasAllKeys, includesAll, isIncluded } from "./topology-domains.ts";

interface Measure {
  readonly topologyKey: string;
  readonly maxSkew: number;
  /** More domains, more weight: one pod too many in one of two zones is less than on one of a thousand hosts. */
  readonly weight: number;
  count(node: NodeFacts): number;
}

/** Constraints of the pod itself need all their labels on a node; of those that every replica has, any will do. */
export function spreadScore(
  pod: PodInfo,
  cluster: ClusterSnapshot,
  nodes: readonly NodeSnapshot[],
): NodeScore | undefined {
  const own = pod.shape.spread;
  const isOwn = own.length > 0;
  const constraints = isOwn ? own.filter(({ isHard }) => !isHard) : pod.replicaOf ? replicaConstraints : [];
  if (constraints.length === 0) return undefined;
  const isIgnored = ({ facts }: NodeSnapshot) => isOwn && !hasAllKeys(facts, constraints);
  const scored = nodes.filter((node) => !isIgnored(node));
  const measures = constraints.map((constraint) => {
    const pods = isOwn ? cluster.counts(spreadSelection(pod, constraint)) : cluster.replicas(pod.replicaOf as string);
    return measureOf(constraint, isOwn ? constraints : [], pod, cluster, scored, pods);
  });
  return {
    score(node) {
      if (isIgnored(node)) return ignored;
      let sum = 0;
      for (const { topologyKey, maxSkew, weight, count } of measures) {
        if (node.facts.labels[topologyKey] !== undefined) sum += count(node.facts) * weight + maxSkew - 1;
      }
      return Math.round(sum);
    },
    normalize,
  };
}

const ignored = -1;

function measureOf(
  constraint: SpreadConstraint,
  required: readonly SpreadConstraint[],
  pod: PodInfo,
  cluster: ClusterSnapshot,
  scored: readonly NodeSnapshot[],
  pods: PodCounts,
): Measure {
  const { topologyKey, maxSkew } = constraint;
  if (topologyKey === hostnameLabel) {
    const weight = Math.log(scored.length + 2);
    return { topologyKey, maxSkew, weight, count: ({ name }) => pods.byNode.get(name) ?? 0 };
  }
  const domains = new Set(scored.map(({ facts }) => facts.labels[topologyKey] ?? ""));
  const counts =
    includesAll(constraint, pod) && allHaveKeys(cluster, required)
      ? pods.byValue(topologyKey)
      : includedCounts(constraint, required, pod, cluster, pods);
  return {
    topologyKey,
    maxSkew,
    weight: Math.log(domains.size + 2),
    count: ({ labels }) => counts.get(labels[topologyKey] as string) ?? 0,
  };
}

function includedCounts(
  constraint: SpreadConstraint,
  required: readonly SpreadConstraint[],
  pod: PodInfo,
  cluster: ClusterSnapshot,
  pods: PodCounts,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [name, count] of pods.byNode) {
    const facts = cluster.node(name)?.facts;
    const value = facts?.labels[constraint.topologyKey];
    if (facts === undefined || value === undefined) continue;
    if (!hasAllKeys(facts, required) || !isIncluded(constraint, pod, facts)) continue;
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return counts;
}

/** Fewest pods, most points. */
function normalize(scores: Float64Array): void {
  const real = scores.filter((score) => score !== ignored);
  const [low, high] = [Math.min(...real), Math.max(0, ...real)];
  for (const [index, score] of scores.entries()) {
    if (score === ignored) scores[index] = 0;
    else scores[index] = high === 0 ? scoreMax : Math.trunc((scoreMax * (high + low - score)) / high);
  }
}
