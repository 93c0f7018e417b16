// One check of the Pod Security Standards: what a pod may not have at a level, since which version of Kubernetes.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/checks.go
import type { ObjectMeta } from "../../../apimachinery/json.ts";
import type { PodSpec } from "../../../kinds/facts/types.gen.ts";

/** A pod, or the pod that a template describes. */
export interface CheckedPod {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

export interface Violation {
  /** Few words: "host namespaces". */
  readonly reason: string;
  /** What of this pod: "hostNetwork, hostPID". */
  readonly detail: string;
}

/** Undefined: nothing is wrong. */
export type CheckPod = (pod: CheckedPod) => Violation | undefined;

export interface Check {
  /** Upstream's. Messages list violations in the order of these. */
  readonly id: string;
  /** Checks of "baseline" count at "restricted" too. */
  readonly level: "baseline" | "restricted";
  /** Rising: the last one whose `sinceMinor` is not after the policy's version counts. */
  readonly versions: readonly VersionedCheck[];
}

export interface VersionedCheck {
  /** 25 for v1.25. */
  readonly sinceMinor: number;
  readonly check: CheckPod;
  /** Checks of "baseline" that this one makes superfluous. */
  readonly overrides?: readonly string[];
}
