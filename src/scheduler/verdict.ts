// What the scheduler says of a pod to the pod's namespace, and what the namespace answers.
import type { VerdictStamp } from "./verdict-gate.ts";

interface PodName {
  readonly name: string;
  readonly uid: string;
}

export type Verdict =
  | (PodName & { readonly type: "bind"; readonly node: string })
  | (PodName & { readonly type: "unschedulable"; readonly message: string });

export type VerdictOutcome =
  | { readonly type: "done" }
  /** The pod isn't what it was, or may not have this node: said of a `bind`, it won't be on that node. */
  | { readonly type: "refused"; readonly reason: string }
  /** The namespace couldn't do it now. */
  | { readonly type: "failed"; readonly reason: string };

export interface Verdicts {
  readonly stamp: VerdictStamp;
  readonly verdicts: readonly Verdict[];
}
