// A scheduler plugin: a filter says why a pod can't be on a node, a score says how well it would be there.
// Kubernetes: staging/src/k8s.io/kube-scheduler/framework/interface.go
import type { ClusterSnapshot, NodeFacts, NodeSnapshot, PodInfo } from "./snapshot.ts";

/** Why a node is not fit. Shared: a cycle meets the same one thousands of times. */
export interface Unfit {
  /** Upstream's exact words, as they appear in the FailedScheduling event. */
  readonly reasons: readonly string[];
  /** True: it could become fit if pods were taken from it. Kubernetes: Unschedulable, not UnschedulableAndUnresolvable */
  readonly isResolvable: boolean;
}

/** A plugin's filter, made ready for one pod. */
export interface NodeFilter {
  /** The only nodes that can be fit; absent: any. */
  readonly only?: ReadonlySet<string>;
  /** Undefined: fit. */
  check(node: NodeSnapshot): Unfit | undefined;
}

/** No node is fit, whichever. */
export interface Rejection {
  readonly rejected: Unfit;
}

/** A plugin's score, made ready for one pod and the nodes that are fit for it. */
export interface NodeScore {
  /** A whole number; 0 to 100 after `normalize`. More is better. */
  score(node: NodeSnapshot): number;
  /** Brings the nodes' scores, in their order, between 0 and 100. */
  normalize?(scores: Float64Array): void;
}

/** What happened that may let a pod in. */
export type ClusterEvent =
  | { readonly type: "nodeAdded"; readonly node: NodeSnapshot }
  | { readonly type: "nodeChanged"; readonly node: NodeSnapshot; readonly before: NodeFacts }
  | { readonly type: "nodeRemoved"; readonly facts: NodeFacts }
  | { readonly type: "podPlaced"; readonly pod: PodInfo }
  /** `node` is the one it was on; undefined: that node is gone, too. */
  | { readonly type: "podRemoved"; readonly pod: PodInfo; readonly node: NodeSnapshot | undefined }
  | {
      readonly type: "podChanged";
      readonly pod: PodInfo;
      readonly before: PodInfo;
      readonly node: NodeSnapshot | undefined;
    };

/** Every hook is a pure function of its arguments. */
export interface Plugin {
  /** Upstream's plugin name ("TaintToleration"). */
  readonly name: string;
  /** True: what it says of a node depends on the pod and on that node alone. */
  readonly isNodeLocal?: boolean;
  /** True: the pod is kept out of the queue until its description changes. */
  holdsBack?(pod: PodInfo): boolean;
  /** Undefined: it has nothing to say about this pod. Called once a cycle. */
  filter?(pod: PodInfo, cluster: ClusterSnapshot): NodeFilter | Rejection | undefined;
  /** Undefined: all nodes are equally good for this pod. Called once a cycle. */
  score?(pod: PodInfo, cluster: ClusterSnapshot, nodes: readonly NodeSnapshot[]): NodeScore | undefined;
  readonly scoreWeight?: number;
  /** May the event have removed this plugin's reason against the pod? Without this hook: yes. */
  isHelpedBy?(pod: PodInfo, event: ClusterEvent, cluster: ClusterSnapshot): boolean;
}

export const scoreMax = 100;
