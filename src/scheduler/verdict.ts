// What the scheduler says of a pod to the pod's namespace, and what the namespace answers.

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
  /**
   * The revision of the list that these verdicts rest on. A namespace that was listed later refuses to bind by them: the
   * later list doesn't show what they decided, so the place may have been given to another pod.
   */
  readonly listedAt: number;
  readonly verdicts: readonly Verdict[];
}
