// Which of an owner's pods go first when there are too many: those that do least.
// Kubernetes: pkg/controller/controller_utils.go ActivePodsWithRanks
import { parseTime } from "../../apimachinery/time.ts";
import { isPodReady, podCondition } from "../../kinds/core/pod/pod-conditions.ts";
import type { ContainerStatus, Pod } from "../../kinds/facts/types.gen.ts";

export const podDeletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

export interface RankedPod {
  readonly pod: Readonly<Pod>;
  /** How many active pods of its kin share its node. */
  readonly rank: number;
}

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Sorts so that the first is the first to go. */
export function compareForDeletion(one: RankedPod, other: RankedPod, nowMs: number): number {
  const [left, right] = [one.pod, other.pod];
  const ready = isPodReady(left);
  return (
    Number(Boolean(left.spec?.nodeName)) - Number(Boolean(right.spec?.nodeName)) ||
    phaseRank(left) - phaseRank(right) ||
    Number(ready) - Number(isPodReady(right)) ||
    deletionCost(left) - deletionCost(right) ||
    other.rank - one.rank ||
    (ready ? compareAges(readySinceMs(left), readySinceMs(right), { left, right, nowMs }) : 0) ||
    compareRestarts(left, right) ||
    compareAges(createdMs(left), createdMs(right), { left, right, nowMs })
  );
}

function phaseRank(pod: Readonly<Pod>): number {
  return phaseOrder[pod.status?.phase ?? ""] ?? 0;
}

/** An invalid cost counts as none. */
function deletionCost(pod: Readonly<Pod>): number {
  const text = pod.metadata?.annotations?.[podDeletionCostAnnotation] ?? "";
  return /^(0|-?[1-9][0-9]{0,9})$/.test(text) ? Number(text) : 0;
}

function readySinceMs(pod: Readonly<Pod>): number | undefined {
  return parseTime(podCondition(pod, "Ready")?.lastTransitionTime ?? "");
}

function createdMs(pod: Readonly<Pod>): number | undefined {
  return parseTime(pod.metadata?.creationTimestamp ?? "");
}

/** The younger first, but ages within a power of two are one, and then the uid decides: so no zone is emptied by age. */
function compareAges(
  leftMs: number | undefined,
  rightMs: number | undefined,
  { left, right, nowMs }: { left: Readonly<Pod>; right: Readonly<Pod>; nowMs: number },
): number {
  if (leftMs === rightMs) return 0;
  if (leftMs === undefined) return -1;
  if (rightMs === undefined) return 1;
  const difference = ageRank(nowMs - leftMs) - ageRank(nowMs - rightMs);
  if (difference !== 0) return difference;
  return (left.metadata?.uid ?? "") < (right.metadata?.uid ?? "") ? -1 : 1;
}

/** Of nanoseconds, as upstream's. */
function ageRank(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1;
}

/** Who restarts more goes first; sidecars count after the other containers. */
function compareRestarts(left: Readonly<Pod>, right: Readonly<Pod>): number {
  return (
    mostRestarts(right.status?.containerStatuses) - mostRestarts(left.status?.containerStatuses) ||
    mostRestarts(sidecars(right)) - mostRestarts(sidecars(left))
  );
}

function sidecars({ spec, status }: Readonly<Pod>): ContainerStatus[] {
  const names = (spec?.initContainers ?? []).filter((one) => one.restartPolicy === "Always").map(({ name }) => name);
  return (status?.initContainerStatuses ?? []).filter(({ name }) => names.includes(name));
}

function mostRestarts(statuses: readonly ContainerStatus[] | undefined): number {
  return (statuses ?? []).reduce((most, { restartCount }) => Math.max(most, restartCount), 0);
}
