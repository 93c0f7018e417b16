// The cluster as one scheduling cycle sees it.
import type { KubeObject } from "../apimachinery/json.ts";

/** Resource amounts: cpu in millicores, memory and ephemeral-storage in bytes, others as counted. */
export type Resources = Readonly<Record<string, number>>;

export interface PodInfo {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly object: Readonly<KubeObject>;
  /** What it asks for: containers, init containers, sidecars and overhead together. Kubernetes: resource.PodRequests */
  readonly requests: Resources;
  readonly hostPorts: readonly { readonly ip: string; readonly protocol: string; readonly port: number }[];
}

export interface NodeSnapshot {
  readonly name: string;
  readonly object: Readonly<KubeObject>;
  readonly allocatable: Resources;
  /** Sum over `pods`. */
  readonly requested: Resources;
  readonly pods: readonly PodInfo[];
}

export interface ClusterSnapshot {
  readonly nodes: readonly NodeSnapshot[];
}
