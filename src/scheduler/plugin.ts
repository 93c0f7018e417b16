// A scheduler plugin: a filter says why a pod can't be on a node, a score says how well it would be there.
// Kubernetes: staging/src/k8s.io/kube-scheduler/framework/interface.go
import type { ClusterSnapshot, NodeSnapshot, PodInfo } from "./snapshot.ts";

/** Computed once a cycle by `prepare`, handed to the plugin's other hooks. */
export type CycleState = unknown;

export interface Plugin {
  /** Upstream's plugin name ("TaintToleration"). */
  readonly name: string;
  prepare?(pod: PodInfo, cluster: ClusterSnapshot): CycleState;
  /** Undefined: the node is fit; else upstream's exact reason, as it appears in the FailedScheduling event. */
  filter?(pod: PodInfo, node: NodeSnapshot, state: CycleState): string | undefined;
  /** 0 to 100; more is better. */
  score?(pod: PodInfo, node: NodeSnapshot, state: CycleState): number;
  readonly scoreWeight?: number;
}
