// Recreate: all that is old goes before anything new comes.
// Kubernetes: pkg/controller/deployment/recreate.go
import { isPodFinished } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { controllerOf } from "../runtime/ownership.ts";
import { isActive, type Scaling, type SizedSet } from "./sized-set.ts";

export function planOldAway(old: readonly SizedSet[]): Scaling[] {
  return old.filter(isActive).map(({ name, replicas }) => ({ name, from: replicas, to: 0 }));
}

/** A pod that is being deleted still runs: only one that is finished or gone has made room. */
export function oldPodsRun(
  newSet: Readonly<ReplicaSet> | undefined,
  old: readonly Readonly<ReplicaSet>[],
  pods: readonly Readonly<Pod>[],
): boolean {
  if (old.some(({ status }) => (status?.replicas ?? 0) > 0)) return true;
  const ofOld = new Set(old.map((set) => set.metadata?.uid));
  return pods.some((pod) => {
    const owner = controllerOf(pod)?.uid;
    return owner !== undefined && owner !== newSet?.metadata?.uid && ofOld.has(owner) && !isPodFinished(pod);
  });
}
