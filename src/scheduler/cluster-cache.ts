// Nodes and the pods on them, as two streams of changes tell of them, with the places that were just decided.
// Kubernetes: pkg/scheduler/backend/cache/cache.go
import { ClusterIndexes } from "./cluster-indexes.ts";
import { CountedSelections, type PlacedPod } from "./counted-selections.ts";
import { zonesInTurn } from "./node-order.ts";
import { addResources, emptySum, type ResourceSum } from "./resources.ts";
import type {
  ClusterSnapshot,
  HostPort,
  NodeFacts,
  NodeSnapshot,
  PlacedTerm,
  PodCounts,
  PodInfo,
  PodSelection,
} from "./snapshot.ts";

/** A node as far as it is known: pods may be heard of before their node, and outlive it. */
interface NodeEntry {
  readonly name: string;
  facts: NodeFacts | undefined;
  readonly requested: ResourceSum;
  readonly guessed: { cpu: number; memory: number };
  readonly pods: Set<PodInfo>;
  hostPorts: readonly HostPort[];
}

type KnownNode = NodeEntry & { facts: NodeFacts };

interface Place {
  pod: PodInfo;
  readonly node: NodeEntry;
  /** Decided here, not yet heard of from the cluster. */
  isAssumed: boolean;
}

export class ClusterCache implements ClusterSnapshot {
  readonly #nodes = new Map<string, NodeEntry>();
  readonly #places = new Map<string, Place>();
  readonly #podsByNamespace = new Map<string, Set<Place>>();
  readonly #namespaces = new Map<string, Readonly<Record<string, string>>>();
  readonly #indexes = new ClusterIndexes((node) => this.#nodes.get(node)?.facts);
  readonly #selections = new CountedSelections({
    placed: (namespaces) => this.#placed(namespaces),
    factsOf: (node) => this.#nodes.get(node)?.facts,
  });
  #order: readonly KnownNode[] | undefined;

  get nodes(): readonly NodeSnapshot[] {
    this.#order ??= zonesInTurn([...this.#nodes.values()].filter(isKnown));
    return this.#order;
  }

  node(name: string): NodeSnapshot | undefined {
    const node = this.#nodes.get(name);
    return node !== undefined && isKnown(node) ? node : undefined;
  }

  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined {
    return this.#namespaces.get(namespace);
  }

  domains(topologyKey: string): ReadonlyMap<string, number> {
    return this.#indexes.domains(topologyKey, this.nodes);
  }

  counts(selection: PodSelection): PodCounts {
    return this.#selections.get(selection);
  }

  replicas(ownerUid: string): PodCounts {
    return this.#indexes.replicas(ownerUid);
  }

  placedFar(namespace: string): Iterable<PlacedTerm> {
    return this.#indexes.far.about(namespace);
  }

  placedPreferred(namespace: string): Iterable<PlacedTerm> {
    return this.#indexes.preferred.about(namespace);
  }

  nodesWithImage(image: string): number {
    return this.#indexes.nodesWithImage(image);
  }

  /** Where the pod is, or is about to be. */
  placeOf(uid: string): { readonly pod: PodInfo; readonly node: string; readonly isAssumed: boolean } | undefined {
    const place = this.#places.get(uid);
    return place === undefined ? undefined : { pod: place.pod, node: place.node.name, isAssumed: place.isAssumed };
  }

  /** Of all pods that have a place. */
  podUids(): Iterable<string> {
    return this.#places.keys();
  }

  namespaces(): string[] {
    return [...this.#namespaces.keys()];
  }

  /** The node is as `facts` say. */
  setNode(facts: NodeFacts): void {
    const node = this.#entry(facts.name);
    const before = node.facts;
    const moves = before === undefined || before.zone !== facts.zone;
    this.#recount(node, facts);
    if (moves) this.#order = undefined;
  }

  removeNode(name: string): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    this.#recount(node, undefined);
    this.#order = undefined;
    if (node.pods.size === 0) this.#nodes.delete(name);
  }

  /** The pod is on that node: what the cluster says, or (assumed) what was just decided. */
  place(pod: PodInfo, nodeName: string, isAssumed = false): void {
    const known = this.#places.get(pod.uid);
    if (known?.node.name === nodeName && known.pod.shape === pod.shape && sameSelf(known.pod, pod)) {
      known.isAssumed &&= isAssumed;
      return;
    }
    if (known !== undefined) this.remove(pod.uid);
    const place: Place = { pod, node: this.#entry(nodeName), isAssumed };
    this.#places.set(pod.uid, place);
    const here = this.#podsByNamespace.get(pod.namespace);
    if (here === undefined) this.#podsByNamespace.set(pod.namespace, new Set([place]));
    else here.add(place);
    this.#count(place, 1);
  }

  /** The pod has no place any more. */
  remove(uid: string): void {
    const place = this.#places.get(uid);
    if (place === undefined) return;
    this.#count(place, -1);
    this.#places.delete(uid);
    const here = this.#podsByNamespace.get(place.pod.namespace);
    here?.delete(place);
    if (here?.size === 0) this.#podsByNamespace.delete(place.pod.namespace);
    if (place.node.facts === undefined && place.node.pods.size === 0) this.#nodes.delete(place.node.name);
  }

  setNamespace(name: string, labels: Readonly<Record<string, string>>): void {
    if (JSON.stringify(this.#namespaces.get(name)) === JSON.stringify(labels)) return;
    this.#namespaces.set(name, labels);
    this.#selections.forgetNamespaceLabels();
  }

  removeNamespace(name: string): void {
    if (this.#namespaces.delete(name)) this.#selections.forgetNamespaceLabels();
  }

  #entry(name: string): NodeEntry {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const node: NodeEntry = {
      name,
      facts: undefined,
      requested: emptySum(),
      guessed: { cpu: 0, memory: 0 },
      pods: new Set(),
      hostPorts: [],
    };
    this.#nodes.set(name, node);
    return node;
  }

  /** What is counted by labels is counted anew for the node's pods, when its labels are other ones. */
  #recount(node: NodeEntry, facts: NodeFacts | undefined): void {
    const before = node.facts;
    this.#indexes.nodeChanged(before, facts);
    const isSame =
      before !== undefined && facts !== undefined && JSON.stringify(before.labels) === JSON.stringify(facts.labels);
    if (before !== undefined && !isSame) for (const pod of node.pods) this.#index(pod, before, -1);
    node.facts = facts;
    if (facts !== undefined && !isSame) for (const pod of node.pods) this.#index(pod, facts, 1);
  }

  #count({ pod, node }: Place, delta: 1 | -1): void {
    const { requests, guessed, hostPorts } = pod.shape;
    addResources(node.requested, requests, delta);
    node.guessed.cpu += delta * guessed.cpu;
    node.guessed.memory += delta * guessed.memory;
    if (delta === 1) node.pods.add(pod);
    else node.pods.delete(pod);
    if (hostPorts.length > 0) node.hostPorts = [...node.pods].flatMap((one) => one.shape.hostPorts);
    if (node.facts !== undefined) this.#index(pod, node.facts, delta);
  }

  #index(pod: PodInfo, node: NodeFacts, delta: 1 | -1): void {
    this.#indexes.add(pod, node, delta);
    this.#selections.add(pod, node, delta);
  }

  *#placed(namespaces: Iterable<string> | undefined): Iterable<PlacedPod> {
    for (const namespace of namespaces ?? this.#podsByNamespace.keys()) {
      for (const { pod, node } of this.#podsByNamespace.get(namespace) ?? []) {
        if (node.facts !== undefined) yield { pod, node: node.facts };
      }
    }
  }
}

function isKnown(node: NodeEntry): node is KnownNode {
  return node.facts !== undefined;
}

function sameSelf(one: PodInfo, other: PodInfo): boolean {
  return one.labels === other.labels && one.replicaOf === other.replicaOf && one.isTerminating === other.isTerminating;
}
