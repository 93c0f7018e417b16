// How many pods a ReplicaSet lacks, or which are too many, and what its status says. Pure.
// Kubernetes: pkg/controller/replicaset/replica_set.go, replica_set_utils.go
import { matcherFromSet, matchesLabels } from "../../apimachinery/label-selector.ts";
import { formatTime } from "../../apimachinery/time.ts";
import { isPodActive, isPodAvailable, isPodReady, podAvailableAtMs } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod, ReplicaSetCondition, ReplicaSetStatus } from "../../kinds/facts/types.gen.ts";
import { findCondition, withCondition, withoutCondition } from "../runtime/conditions.ts";
import { compareForDeletion } from "../runtime/deletion-order.ts";
import { burstReplicas } from "./limits.ts";

export type ReplicaPlan =
  | { readonly type: "enough" }
  | { readonly type: "create"; readonly count: number }
  | { readonly type: "delete"; readonly pods: readonly Readonly<Pod>[] };

export interface ReplicaState {
  readonly replicas: number;
  /** The set's own active pods. */
  readonly active: readonly Readonly<Pod>[];
  /** Pods of every set of the same owner: with many on one node, one there is missed least. */
  readonly related: readonly Readonly<Pod>[];
  readonly nowMs: number;
}

export function planReplicas({ replicas, active, related, nowMs }: ReplicaState): ReplicaPlan {
  if (active.length === replicas) return { type: "enough" };
  if (active.length < replicas) return { type: "create", count: Math.min(replicas - active.length, burstReplicas) };
  const count = Math.min(active.length - replicas, burstReplicas);
  if (count === active.length) return { type: "delete", pods: active };
  const onNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec?.nodeName ?? "";
    if (isPodActive(pod)) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const ranked = active.map((pod) => ({ pod, rank: onNode.get(pod.spec?.nodeName ?? "") ?? 0 }));
  ranked.sort((one, other) => compareForDeletion(one, other, nowMs));
  return { type: "delete", pods: ranked.slice(0, count).map(({ pod }) => pod) };
}

export interface StatusState {
  readonly status: ReplicaSetStatus | undefined;
  readonly generation: number | undefined;
  readonly templateLabels: Readonly<Record<string, string>> | undefined;
  readonly minReadySeconds: number;
  readonly active: readonly Readonly<Pod>[];
  /** Undefined: not reported. */
  readonly terminating: number | undefined;
  readonly failure: { readonly reason: "FailedCreate" | "FailedDelete"; readonly message: string } | undefined;
  readonly nowMs: number;
}

export function replicaStatus(state: StatusState): ReplicaSetStatus {
  const { active, minReadySeconds, nowMs, generation, terminating } = state;
  const matcher = matcherFromSet(state.templateLabels);
  const ready = active.filter(isPodReady);
  const conditions = failureConditions(state);
  const labelled = active.filter((pod) => matchesLabels(matcher, pod.metadata?.labels)).length;
  const available = ready.filter((pod) => isPodAvailable(pod, minReadySeconds, nowMs)).length;
  return {
    replicas: active.length,
    // Upstream's JSON leaves these out when they are 0.
    ...(labelled === 0 ? {} : { fullyLabeledReplicas: labelled }),
    ...(ready.length === 0 ? {} : { readyReplicas: ready.length }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}

/** The first failure's reason stays until a run succeeds. */
function failureConditions({ status, failure, nowMs }: StatusState): ReplicaSetCondition[] | undefined {
  const conditions = status?.conditions;
  if (failure === undefined) return withoutCondition(conditions, "ReplicaFailure");
  if (findCondition(conditions, "ReplicaFailure") !== undefined) return conditions;
  return withCondition(conditions, {
    type: "ReplicaFailure",
    status: "True",
    lastTransitionTime: formatTime(nowMs),
    reason: failure.reason,
    message: failure.message,
  });
}

/** When the next ready pod becomes available, from now; undefined: none waits. */
export function nextAvailableMs(
  active: readonly Readonly<Pod>[],
  minReadySeconds: number,
  nowMs: number,
): number | undefined {
  if (minReadySeconds === 0) return undefined;
  const waits = active
    .map((pod) => podAvailableAtMs(pod, minReadySeconds))
    .filter((atMs) => atMs !== undefined)
    .map((atMs) => atMs - nowMs)
    .filter((waitMs) => waitMs > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}
