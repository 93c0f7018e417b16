// What a namespace must know of its cluster to serve and to write: one snapshot, made by the cluster, carried on every
// opening and pushed to those awake.
import type { KubeObject } from "../apimachinery/json.ts";

export interface ClusterFacts {
  /** The cluster's revision that they show; of two snapshots the later one counts. */
  readonly revision: number;
  /** The namespace's own object. */
  readonly namespace: Readonly<KubeObject>;
  readonly priorityClasses: readonly Readonly<KubeObject>[];
  readonly storageClasses: readonly Readonly<KubeObject>[];
  readonly runtimeClasses: readonly Readonly<KubeObject>[];
}

export const namespacesCollection = "namespaces";

/** Collections that every namespace's facts are made of. */
export const factCollections = {
  priorityClasses: "priorityclasses.scheduling.k8s.io",
  storageClasses: "storageclasses.storage.k8s.io",
  runtimeClasses: "runtimeclasses.node.k8s.io",
} as const;

const forAll: ReadonlySet<string> = new Set(Object.values(factCollections));

/** Whose facts a change makes anew: one namespace's, everybody's (no name), or nobody's. */
export function audienceOf(change: {
  readonly collection: string;
  readonly name: string;
}): { readonly namespace?: string } | undefined {
  if (change.collection === namespacesCollection) return { namespace: change.name };
  return forAll.has(change.collection) ? {} : undefined;
}
