// Pods near or far from other pods, as they themselves want it and as those want it that are there already.
// Kubernetes: pkg/scheduler/framework/plugins/interpodaffinity/{filtering,scoring}.go
import type { NodeFilter, Plugin, Unfit } from "../plugin.ts";
import { scoreMax } from "../plugin.ts";
import { selectionOf, termMatches } from "../pod-terms.ts";
import type { AffinityTerm, ClusterSnapshot, NodeFacts, PodInfo } from "../snapshot.ts";

const notNear: Unfit = { reasons: ["node(s) didn't match pod affinity rules"], isResolvable: false };
const notFar: Unfit = { reasons: ["node(s) didn't match pod anti-affinity rules"], isResolvable: true };
const unwanted: Unfit = {
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  isResolvable: true,
};

/** Numbers by the value of a node label. */
interface ByValue {
  readonly topologyKey: string;
  readonly counts: ReadonlyMap<string, number>;
}

function countAt({ topologyKey, counts }: ByValue, { labels }: NodeFacts): number {
  const value = labels[topologyKey];
  return value === undefined ? 0 : (counts.get(value) ?? 0);
}

function countsOf(term: AffinityTerm, terms: readonly AffinityTerm[], cluster: ClusterSnapshot): ByValue {
  const { topologyKey } = term;
  return { topologyKey, counts: cluster.counts(selectionOf(terms, cluster)).byValue(topologyKey) };
}

function nearFilter(pod: PodInfo, cluster: ClusterSnapshot): ((node: NodeFacts) => boolean) | undefined {
  const { near } = pod.shape;
  if (near.length === 0) return undefined;
  // A pod counts as near only when all terms mean it.
  const places = near.map((term) => countsOf(term, near, cluster));
  // The first of a series that wants to be near its like goes anywhere.
  const isFirst =
    places.every(({ counts }) => counts.size === 0) && near.every((term) => termMatches(term, pod, cluster));
  return (node) =>
    places.every(({ topologyKey, counts }) => {
      const value = node.labels[topologyKey];
      return value !== undefined && (isFirst || counts.has(value));
    });
}

function filterFor(pod: PodInfo, cluster: ClusterSnapshot): NodeFilter | undefined {
  const isNear = nearFilter(pod, cluster);
  const own = pod.shape.far.map((term) => countsOf(term, [term], cluster));
  const others: ByValue[] = [];
  for (const { term, counts } of cluster.placedFar(pod.namespace)) {
    if (termMatches(term, pod, cluster)) others.push({ topologyKey: term.topologyKey, counts });
  }
  if (isNear === undefined && own.length === 0 && others.length === 0) return undefined;
  return {
    check({ facts }) {
      if (isNear !== undefined && !isNear(facts)) return notNear;
      for (const place of own) if (countAt(place, facts) > 0) return notFar;
      for (const place of others) if (countAt(place, facts) > 0) return unwanted;
      return undefined;
    },
  };
}

interface Wish extends ByValue {
  readonly weight: number;
}

function wishesAbout(pod: PodInfo, cluster: ClusterSnapshot): Wish[] {
  const wishes: Wish[] = pod.shape.preferred.map(({ term, weight }) => ({
    ...countsOf(term, [term], cluster),
    weight,
  }));
  for (const { term, weight, counts } of cluster.placedPreferred(pod.namespace)) {
    if (termMatches(term, pod, cluster)) wishes.push({ topologyKey: term.topologyKey, counts, weight });
  }
  return wishes.filter(({ counts }) => counts.size > 0);
}

/** From the lowest to the highest, which may both be below nothing. */
function normalize(scores: Float64Array): void {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  for (const [index, score] of scores.entries()) {
    scores[index] = high === low ? 0 : Math.trunc((scoreMax * (score - low)) / (high - low));
  }
}

export const interPodAffinity: Plugin = {
  name: "InterPodAffinity",
  filter: filterFor,
  scoreWeight: 2,
  score(pod, cluster) {
    const wishes = wishesAbout(pod, cluster);
    if (wishes.length === 0) return undefined;
    return {
      score({ facts }) {
        let sum = 0;
        for (const wish of wishes) sum += wish.weight * countAt(wish, facts);
        return sum;
      },
      normalize,
    };
  },
  isHelpedBy(pod, event, cluster) {
    const { near, far } = pod.shape;
    const keys = [...near, ...far].map((term) => term.topologyKey);
    switch (event.type) {
      case "podPlaced":
        return near.some((term) => termMatches(term, event.pod, cluster));
      case "podRemoved":
        return isFreed(pod, event.pod, cluster);
      case "podChanged":
        return isFreed(pod, event.before, cluster) || near.some((term) => termMatches(term, event.pod, cluster));
      case "nodeAdded":
        return near.every((term) => event.node.facts.labels[term.topologyKey] !== undefined);
      case "nodeChanged":
        // What others want is told by keys of theirs.
        return keys.length === 0 || keys.some((key) => event.before.labels[key] !== event.node.facts.labels[key]);
      default:
        return false;
    }
  },
};

function isFreed(pod: PodInfo, gone: PodInfo, cluster: ClusterSnapshot): boolean {
  return (
    pod.shape.far.some((term) => termMatches(term, gone, cluster)) ||
    gone.shape.far.some((term) => termMatches(term, pod, cluster))
  );
}
