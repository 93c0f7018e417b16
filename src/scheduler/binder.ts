// What the scheduler does to the cluster: gives pods their nodes, and tells why others have none.
import type { PodInfo } from "./snapshot.ts";

export type BindOutcome =
  | { readonly type: "bound" }
  /** It is not on that node and won't be: it is gone, or has another node, or may not have one. */
  | { readonly type: "refused"; readonly reason: string }
  /** It may have been bound or not. */
  | { readonly type: "unknown"; readonly reason: string };

export interface Binder {
  /** Idempotent: the same pod and node again is no harm. Never rejects. */
  bind(pod: PodInfo, node: string): Promise<BindOutcome>;
  /** Told after every attempt. One that gets lost is no harm: the next attempt tells again. */
  unschedulable(pod: PodInfo, message: string): void;
}
