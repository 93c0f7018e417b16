// From a budget and its pods to the budget's status.
// Kubernetes: pkg/controller/disruption/disruption.go trySync
import { type IntOrString, scaledValue } from "../../apimachinery/int-or-string.ts";
import { parseTime } from "../../apimachinery/time.ts";
import { isPodReady } from "../../kinds/core/pod/pod-conditions.ts";
import type { Pod, PodDisruptionBudget } from "../../kinds/facts/types.gen.ts";
import { syncFailedReason, withBudgetCondition, withDisruptionAllowed } from "../../kinds/policy/disruption.ts";
import { deletionTimeoutMs } from "./limits.ts";

type Budget = Readonly<PodDisruptionBudget>;
type BudgetStatus = NonNullable<PodDisruptionBudget["status"]>;

export interface Counted {
  /** How many pods there should be. */
  readonly expected: number;
  readonly desiredHealthy: number;
}

/** Whether the number of pods that there should be is asked of their owners. */
export function countsByOwners({ spec }: Budget): boolean {
  return spec?.maxUnavailable !== undefined || typeof spec?.minAvailable === "string";
}

/** Throws an Error with upstream's text for a share that is none. */
export function countHealthyWanted({ spec }: Budget, expected: number): Counted {
  if (spec?.maxUnavailable !== undefined) {
    return { expected, desiredHealthy: Math.max(0, expected - share(spec.maxUnavailable, expected)) };
  }
  if (spec?.minAvailable === undefined) return { expected: 0, desiredHealthy: 0 };
  return { expected, desiredHealthy: share(spec.minAvailable, expected) };
}

function share(value: IntOrString, total: number): number {
  const scaled = scaledValue(value, { total, round: "up" });
  if (scaled.type === "malformed") throw new Error(scaled.message);
  return scaled.value;
}

export interface Disrupted {
  /** The evictions that are granted and not seen done. */
  readonly pods: Readonly<Record<string, string>>;
  /** Those that were not done in time. */
  readonly undone: readonly Readonly<Pod>[];
  readonly recheckMs: number | undefined;
}

/** Kubernetes: buildDisruptedPodMap */
export function disrupted({ status }: Budget, pods: readonly Readonly<Pod>[], nowMs: number): Disrupted {
  const kept: Record<string, string> = {};
  const undone: Readonly<Pod>[] = [];
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const time = status?.disruptedPods?.[pod.metadata?.name ?? ""];
    if (time === undefined || pod.metadata?.deletionTimestamp !== undefined) continue;
    const endMs = (parseTime(time) ?? 0) + deletionTimeoutMs;
    if (endMs < nowMs) undone.push(pod);
    else {
      kept[pod.metadata?.name ?? ""] = time;
      recheckMs = Math.min(recheckMs ?? Number.POSITIVE_INFINITY, endMs - nowMs + 1);
    }
  }
  return { pods: kept, undone, recheckMs };
}

export function countHealthy(pods: readonly Readonly<Pod>[], disruptedPods: Disrupted["pods"]): number {
  const staying = pods.filter(
    ({ metadata }) => metadata?.deletionTimestamp === undefined && disruptedPods[metadata?.name ?? ""] === undefined,
  );
  return staying.filter(isPodReady).length;
}

/** Kubernetes: updatePdbStatus */
export function budgetStatus(
  { metadata, status }: Budget,
  { expected, desiredHealthy }: Counted,
  currentHealthy: number,
  disruptedPods: Disrupted["pods"],
  nowMs: number,
): BudgetStatus {
  const spare = currentHealthy - desiredHealthy;
  const next: BudgetStatus = {
    ...(status?.conditions === undefined ? {} : { conditions: status.conditions }),
    currentHealthy,
    desiredHealthy,
    // A budget that guards nothing yet must not let go of the first pods that come.
    disruptionsAllowed: expected <= 0 || spare <= 0 ? 0 : spare,
    expectedPods: expected,
    observedGeneration: metadata?.generation ?? 0,
    ...(Object.keys(disruptedPods).length === 0 ? {} : { disruptedPods: { ...disruptedPods } }),
  };
  return { ...next, conditions: withDisruptionAllowed(next, nowMs) };
}

/** Nothing may be evicted as long as nobody can tell how many there should be. Kubernetes: failSafe */
export function failedStatus({ status }: Budget, message: string, nowMs: number): BudgetStatus {
  const next: BudgetStatus = {
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
    ...status,
    disruptionsAllowed: 0,
  };
  const said = { status: "False", reason: syncFailedReason, message };
  return { ...next, conditions: withBudgetCondition(next, nowMs, said) };
}
