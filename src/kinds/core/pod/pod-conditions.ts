// What a pod's status says of it: ready, available, finished. For controllers, the scheduler and the agent.
// Kubernetes: pkg/api/v1/pod/util.go
import { parseTime } from "../../../apimachinery/time.ts";
import type { Pod, PodCondition } from "../../facts/types.gen.ts";

type ReadonlyPod = Readonly<Pod>;

export function podCondition(pod: ReadonlyPod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isPodReady(pod: ReadonlyPod): boolean {
  return podCondition(pod, "Ready")?.status === "True";
}

/** Ready for at least `minReadySeconds`. */
export function isPodAvailable(pod: ReadonlyPod, minReadySeconds: number, nowMs: number): boolean {
  const ready = podCondition(pod, "Ready");
  if (ready?.status !== "True") return false;
  if (minReadySeconds === 0) return true;
  const since = ready.lastTransitionTime === undefined ? undefined : parseTime(ready.lastTransitionTime);
  return since !== undefined && since + minReadySeconds * 1000 <= nowMs;
}

/** When a ready pod becomes available, in ms since the epoch; undefined for one that isn't ready. */
export function podAvailableAtMs(pod: ReadonlyPod, minReadySeconds: number): number | undefined {
  const ready = podCondition(pod, "Ready");
  if (ready?.status !== "True" || ready.lastTransitionTime === undefined) return undefined;
  const since = parseTime(ready.lastTransitionTime);
  return since === undefined ? undefined : since + minReadySeconds * 1000;
}

/** It has run to its end and won't run again. */
export function isPodFinished(pod: ReadonlyPod): boolean {
  return isTerminalPhase(pod.status?.phase);
}

export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

export function isPodTerminating(pod: ReadonlyPod): boolean {
  return pod.metadata?.deletionTimestamp !== undefined;
}

/** Counts as one of its owner's replicas. Kubernetes: pkg/controller/controller_utils.go IsPodActive */
export function isPodActive(pod: ReadonlyPod): boolean {
  return !isPodFinished(pod) && !isPodTerminating(pod);
}

/** All init containers are done. */
export function isPodInitialized(pod: ReadonlyPod): boolean {
  return podCondition(pod, "Initialized")?.status === "True";
}
