// The cluster as one scheduling cycle sees it: pods and nodes, reduced to what decides where a pod goes.
import type { LabelMatcher } from "../apimachinery/label-selector.ts";
import type { Taint, Toleration } from "../kinds/facts/types.gen.ts";

/** Resource amounts: cpu in millicores, memory and ephemeral-storage in bytes, others as counted. These three are always there. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
  readonly "ephemeral-storage": number;
  readonly [name: string]: number;
}

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** Requirements on a node's labels and on its own fields; all must hold. */
export interface NodeTerm {
  readonly labels: LabelMatcher;
  readonly fields: LabelMatcher;
}

/** Pods that a pod wants near or far. Like terms of different pods have one `key`. */
export interface AffinityTerm {
  readonly key: string;
  readonly namespaces: ReadonlySet<string>;
  /** Namespaces with these labels count as well. */
  readonly namespaceLabels: LabelMatcher;
  readonly labels: LabelMatcher;
  readonly topologyKey: string;
}

/** `weight` is negative for what is to be avoided. */
export interface WeightedTerm {
  readonly term: AffinityTerm;
  readonly weight: number;
}

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** False: only preferred. */
  readonly isHard: boolean;
  readonly labels: LabelMatcher;
  /** What tells constraints on the same pods from others. */
  readonly labelsKey: string;
  /** Only nodes that the pod's node selector and affinity allow count as domains. */
  readonly honorsAffinity: boolean;
  /** Only nodes whose taints the pod tolerates count as domains. */
  readonly honorsTaints: boolean;
}

/** What of a pod's description bears on its place. Pods made from one template share one. */
export interface PodShape {
  /** What it asks for: containers, init containers, sidecars and overhead together. Kubernetes: resource.PodRequests */
  readonly requests: Resources;
  /** The same with a guess for containers that name no amount, so that many small unknowns still count when scoring. */
  readonly guessed: { readonly cpu: number; readonly memory: number };
  readonly hostPorts: readonly HostPort[];
  readonly priority: number;
  readonly mayPreempt: boolean;
  readonly tolerations: readonly Toleration[];
  /** `nodeSelector`; undefined: none. */
  readonly nodeSelector: LabelMatcher | undefined;
  /** Required node affinity: one of these must hold; undefined: none. */
  readonly nodeTerms: readonly NodeTerm[] | undefined;
  readonly preferredNodes: readonly { readonly term: NodeTerm; readonly weight: number }[];
  readonly near: readonly AffinityTerm[];
  readonly far: readonly AffinityTerm[];
  readonly preferred: readonly WeightedTerm[];
  readonly spread: readonly SpreadConstraint[];
  /** Of containers, init containers and image volumes, with a tag. */
  readonly images: readonly string[];
}

export interface PodInfo {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The node that its description names. */
  readonly nodeName: string | undefined;
  /** Whose replica it is, when its owner is one that spreads its replicas. */
  readonly replicaOf: string | undefined;
  /** It has scheduling gates. */
  readonly isGated: boolean;
  readonly isTerminating: boolean;
  readonly shape: PodShape;
}

/** What a Node object says of itself. */
export interface NodeFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly isUnschedulable: boolean;
  /** With `pods`: how many it may hold. */
  readonly allocatable: Resources;
  /** Bytes by name. */
  readonly images: ReadonlyMap<string, number>;
  /** Region and zone together; "" without. */
  readonly zone: string;
}

export interface NodeSnapshot {
  readonly name: string;
  readonly facts: NodeFacts;
  /** Sum over `pods`. */
  readonly requested: Resources;
  readonly guessed: { readonly cpu: number; readonly memory: number };
  readonly pods: ReadonlySet<PodInfo>;
  /** Of all its pods. */
  readonly hostPorts: readonly HostPort[];
}

/** How many pods of some sort there are in each place. Entries are never zero. */
export interface PodCounts {
  readonly byNode: ReadonlyMap<string, number>;
  /** By the value of this node label. */
  byValue(topologyKey: string): ReadonlyMap<string, number>;
}

/** Terms of pods that have a place, alike ones together: how many such pods there are, by value of the term's topology key. */
export interface PlacedTerm {
  readonly term: AffinityTerm;
  readonly weight: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** Which pods a `PodCounts` counts. */
export interface PodSelection {
  /** The same selection always has the same key. */
  readonly key: string;
  /** Undefined: any namespace may have such pods. */
  readonly namespaces: Iterable<string> | undefined;
  matches(pod: PodInfo): boolean;
}

/**
 * Nothing in it changes while a cycle runs. What it counts is kept up to date with every change, so that a cycle
 * need never look at all pods.
 */
export interface ClusterSnapshot {
  /** Zones take turns, so that any run of neighbours is spread over them. */
  readonly nodes: readonly NodeSnapshot[];
  node(name: string): NodeSnapshot | undefined;
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined;
  /** Nodes by the value of this label. */
  domains(topologyKey: string): ReadonlyMap<string, number>;
  counts(selection: PodSelection): PodCounts;
  /** Replicas of this owner that are not ending. */
  replicas(ownerUid: string): PodCounts;
  /** Required anti-affinity of placed pods that may concern a pod of this namespace. */
  placedFar(namespace: string): Iterable<PlacedTerm>;
  /** What placed pods prefer, or require to be near, of a pod of this namespace. */
  placedPreferred(namespace: string): Iterable<PlacedTerm>;
  /** How many nodes have the image. */
  nodesWithImage(image: string): number;
}
