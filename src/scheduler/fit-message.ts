// Why a pod fits on no node, in upstream's words: what people read in `kubectl describe`.
// Kubernetes: pkg/scheduler/framework/types.go FitError, pkg/scheduler/framework/preemption/preemption.go Preempt
import type { Diagnosis } from "./cycle.ts";
import type { PodInfo } from "./snapshot.ts";

export function fitMessage(pod: PodInfo, diagnosis: Diagnosis): string {
  const { nodes, rejected, refused } = diagnosis;
  if (nodes === 0) return "no nodes available to schedule pods";
  const reasons = new Map<string, number>();
  for (const [unfit, count] of refused) for (const reason of unfit.reasons) add(reasons, reason, count);
  const told = rejected === undefined ? histogram(reasons) : rejected.reasons.join(", ");
  return `${noneOf(nodes)} ${told}. preemption: ${preemptionMessage(pod, diagnosis)}`;
}

/** No pod is ever preempted yet: a node from which taking pods could help has no victims. */
function preemptionMessage(pod: PodInfo, { nodes, refused }: Diagnosis): string {
  if (!pod.shape.mayPreempt) return "not eligible due to preemptionPolicy=Never.";
  const reasons = new Map<string, number>();
  let hopeful = 0;
  for (const [unfit, count] of refused) if (unfit.isResolvable) hopeful += count;
  if (hopeful > 0) add(reasons, "No preemption victims found for incoming pod", hopeful);
  if (nodes > hopeful) add(reasons, "Preemption is not helpful for scheduling", nodes - hopeful);
  return `${noneOf(nodes)} ${histogram(reasons)}.`;
}

function noneOf(nodes: number): string {
  return `0/${nodes} nodes are available:`;
}

function add(reasons: Map<string, number>, reason: string, count: number): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + count);
}

/** Sorted as texts, so that "10 x" comes before "2 y", as upstream. */
function histogram(reasons: ReadonlyMap<string, number>): string {
  return [...reasons]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(", ");
}
