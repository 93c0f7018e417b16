// What is counted of all nodes and placed pods, whoever asks: replicas by owner, terms of affinity, images, topology domains.
import { addCount, PlacedCounts } from "./placed-counts.ts";
import { PlacedTerms } from "./placed-terms.ts";
import type { NodeFacts, NodeSnapshot, PodCounts, PodInfo } from "./snapshot.ts";

/** What a required affinity counts for when others are scored. Kubernetes: DefaultHardPodAffinityWeight */
const requiredNearWeight = 1;

const noCounts: PodCounts = { byNode: new Map(), byValue: () => new Map() };

export class ClusterIndexes {
  readonly far = new PlacedTerms();
  readonly preferred = new PlacedTerms();
  readonly #factsOf: (node: string) => NodeFacts | undefined;
  readonly #replicas = new Map<string, PlacedCounts>();
  readonly #images = new Map<string, number>();
  readonly #domains = new Map<string, Map<string, number>>();

  constructor(factsOf: (node: string) => NodeFacts | undefined) {
    this.#factsOf = factsOf;
  }

  replicas(ownerUid: string): PodCounts {
    return this.#replicas.get(ownerUid) ?? noCounts;
  }

  nodesWithImage(image: string): number {
    return this.#images.get(image) ?? 0;
  }

  domains(topologyKey: string, nodes: readonly NodeSnapshot[]): ReadonlyMap<string, number> {
    const known = this.#domains.get(topologyKey);
    if (known !== undefined) return known;
    const domains = new Map<string, number>();
    for (const { facts } of nodes) {
      const value = facts.labels[topologyKey];
      if (value !== undefined) addCount(domains, value, 1);
    }
    this.#domains.set(topologyKey, domains);
    return domains;
  }

  nodeChanged(before: NodeFacts | undefined, after: NodeFacts | undefined): void {
    for (const image of before?.images.keys() ?? []) addCount(this.#images, image, -1);
    for (const image of after?.images.keys() ?? []) addCount(this.#images, image, 1);
    for (const [topologyKey, domains] of this.#domains) {
      const [old, now] = [before?.labels[topologyKey], after?.labels[topologyKey]];
      if (old !== undefined) addCount(domains, old, -1);
      if (now !== undefined) addCount(domains, now, 1);
    }
  }

  /** `pod` got its place on `node` (1), or left it (-1). */
  add(pod: PodInfo, node: NodeFacts, delta: 1 | -1): void {
    const { near, far, preferred } = pod.shape;
    for (const term of far) this.far.add(term, 0, node, delta);
    for (const term of near) this.preferred.add(term, requiredNearWeight, node, delta);
    for (const { term, weight } of preferred) this.preferred.add(term, weight, node, delta);
    if (pod.replicaOf !== undefined && !pod.isTerminating) this.#countReplica(pod.replicaOf, node, delta);
  }

  #countReplica(ownerUid: string, node: NodeFacts, delta: 1 | -1): void {
    const known = this.#replicas.get(ownerUid);
    const counts = known ?? new PlacedCounts(this.#factsOf);
    if (known === undefined) this.#replicas.set(ownerUid, counts);
    counts.add(node, delta);
    if (counts.isEmpty) this.#replicas.delete(ownerUid);
  }
}
