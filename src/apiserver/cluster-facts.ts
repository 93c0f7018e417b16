// What a namespace must know of its cluster to serve and to write: one snapshot, made by the cluster, carried on every
// opening and pushed to those awake.
import type { KubeObject } from "../apimachinery/json.ts";

export interface ClusterFacts {
  /** The cluster's revision that they show; of two snapshots the later one counts. */
  readonly revision: number;
  /** The namespace's own object. */
  readonly namespace: Readonly<KubeObject>;
  /** PEM for `kube-root-ca.crt`; "" when clients need none. */
  readonly caCertificate: string;
  readonly priorityClasses: readonly Readonly<KubeObject>[];
  readonly storageClasses: readonly Readonly<KubeObject>[];
  readonly runtimeClasses: readonly Readonly<KubeObject>[];
}

/** Collections that the facts are made of: a change in one makes new facts. */
export const factCollections = {
  priorityClasses: "priorityclasses.scheduling.k8s.io",
  storageClasses: "storageclasses.storage.k8s.io",
  runtimeClasses: "runtimeclasses.node.k8s.io",
} as const;

export const namespacesCollection = "namespaces";

export function isTerminating(facts: ClusterFacts): boolean {
  return facts.namespace.metadata?.deletionTimestamp !== undefined;
}
