// What a deployment's status says of its sets, and whether its rollout goes on.
// Kubernetes: pkg/controller/deployment/{sync.go calculateStatus,progress.go}, util/deployment_util.go
import { formatTime, parseTime } from "../../apimachinery/time.ts";
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from "../../kinds/facts/types.gen.ts";
import { findCondition, withoutCondition } from "../runtime/conditions.ts";
import { rolloutSize } from "./rollout-size.ts";

type Sets = readonly Readonly<ReplicaSet>[];

const noDeadline = 2_147_483_647;

export interface StatusInput {
  readonly deployment: Readonly<Deployment>;
  /** As stored, or as it has become in this run. */
  readonly conditions: readonly DeploymentCondition[] | undefined;
  readonly newSet: Readonly<ReplicaSet> | undefined;
  /** All of them, the new one as well. */
  readonly sets: Sets;
  readonly nowMs: number;
}

export function hasProgressDeadline({ spec }: Readonly<Deployment>): boolean {
  return spec?.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== noDeadline;
}

export function condition(
  type: "Available" | "Progressing",
  status: "True" | "False" | "Unknown",
  said: { readonly reason: string; readonly message: string; readonly nowMs: number },
): DeploymentCondition {
  const now = formatTime(said.nowMs);
  return { type, status, reason: said.reason, message: said.message, lastUpdateTime: now, lastTransitionTime: now };
}

/** The same status for the same reason is no news. Kubernetes: SetDeploymentCondition */
export function withDeploymentCondition(
  conditions: readonly DeploymentCondition[] | undefined,
  next: DeploymentCondition,
): readonly DeploymentCondition[] {
  const old = findCondition(conditions, next.type);
  if (old !== undefined && old.status === next.status && old.reason === next.reason) return conditions ?? [];
  const placed =
    old?.status === next.status && old.lastTransitionTime !== undefined
      ? { ...next, lastTransitionTime: old.lastTransitionTime }
      : next;
  return [...(conditions ?? []).filter((one) => one !== old), placed];
}

/** Counts and availability alone: what a deployment that is paused or being scaled says. */
export function deploymentStatus(input: StatusInput): DeploymentStatus {
  const { deployment, newSet, sets } = input;
  const { replicas, maxUnavailable } = rolloutSize(deployment);
  const available = sum(sets, "availableReplicas");
  const wanted = sets.reduce((total, { spec }) => total + (spec?.replicas ?? 1), 0);
  const terminating = sets.map(({ status }) => status?.terminatingReplicas);
  const counts = {
    observedGeneration: deployment.metadata?.generation ?? 0,
    replicas: sum(sets, "replicas"),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(sets, "readyReplicas"),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
  };
  // Upstream's JSON leaves these out when they are 0.
  const shown = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
  const { collisionCount } = deployment.status ?? {};
  return {
    ...shown,
    ...(terminating.includes(undefined) ? {} : { terminatingReplicas: sum(sets, "terminatingReplicas") }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: [
      ...withDeploymentCondition(input.conditions, availability(available >= replicas - maxUnavailable, input)),
    ],
  };
}

function availability(isAvailable: boolean, { nowMs }: StatusInput): DeploymentCondition {
  if (!isAvailable) {
    const message = "Deployment does not have minimum availability.";
    return condition("Available", "False", { reason: "MinimumReplicasUnavailable", message, nowMs });
  }
  const message = "Deployment has minimum availability.";
  return condition("Available", "True", { reason: "MinimumReplicasAvailable", message, nowMs });
}

function sum(sets: Sets, field: keyof ReplicaSetStatus): number {
  return sets.reduce((total, { status }) => total + Number(status?.[field] ?? 0), 0);
}

/** The same with the progress of its rollout and the failures of its sets. */
export function rolloutStatus(input: StatusInput): DeploymentStatus {
  const status = deploymentStatus(input);
  const conditions = withFailures(progress(status, input), input);
  const { conditions: _, ...counts } = status;
  return conditions.length === 0 ? counts : { ...counts, conditions: [...conditions] };
}

function progress(status: DeploymentStatus, input: StatusInput): readonly DeploymentCondition[] {
  const { deployment, nowMs } = input;
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return withoutCondition(conditions, "Progressing") ?? [];
  const current = findCondition(conditions, "Progressing");
  const isSettled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0);
  if (isSettled && current?.reason === "NewReplicaSetAvailable") return conditions;
  if (isComplete(deployment, status)) {
    const said = { reason: "NewReplicaSetAvailable", message: `${subject(input)} has successfully progressed.`, nowMs };
    return withDeploymentCondition(conditions, condition("Progressing", "True", said));
  }
  if (hasProgressed(deployment.status ?? {}, status)) {
    const said = { reason: "ReplicaSetUpdated", message: `${subject(input)} is progressing.`, nowMs };
    const next = condition("Progressing", "True", said);
    const since = current?.status === "True" ? current.lastTransitionTime : undefined;
    // Told anew each time, so that its lastUpdateTime says when there was progress last.
    return [...conditions.filter((one) => one !== current), since ? { ...next, lastTransitionTime: since } : next];
  }
  if (hasTimedOut(deployment, current, nowMs)) {
    const message = `${subject(input)} has timed out progressing.`;
    const said = { reason: "ProgressDeadlineExceeded", message, nowMs };
    return withDeploymentCondition(conditions, condition("Progressing", "False", said));
  }
  return conditions;
}

function subject({ deployment, newSet }: StatusInput): string {
  if (newSet === undefined) return `Deployment "${deployment.metadata?.name}"`;
  return `ReplicaSet "${newSet.metadata?.name}"`;
}

/** Everything is new and available. */
export function isComplete(deployment: Readonly<Deployment>, status: DeploymentStatus | undefined): boolean {
  const { replicas } = rolloutSize(deployment);
  const { updatedReplicas = 0, replicas: all = 0, availableReplicas = 0, observedGeneration = 0 } = status ?? {};
  const isObserved = observedGeneration >= (deployment.metadata?.generation ?? 0);
  return isObserved && updatedReplicas === replicas && all === replicas && availableReplicas === replicas;
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut(
  deployment: Readonly<Deployment>,
  current: DeploymentCondition | undefined,
  nowMs: number,
): boolean {
  if (current === undefined || current.reason === "NewReplicaSetAvailable") return false;
  if (current.reason === "ProgressDeadlineExceeded") return true;
  const deadline = deadlineMs(deployment, current);
  return deadline !== undefined && deadline < nowMs;
}

function deadlineMs({ spec }: Readonly<Deployment>, current: DeploymentCondition): number | undefined {
  const since = parseTime(current.lastUpdateTime ?? "");
  return since === undefined ? undefined : since + (spec?.progressDeadlineSeconds ?? 0) * 1000;
}

/** How long until the rollout must be looked at again, for it may have come to a standstill; undefined: it need not. */
export function progressCheckMs(
  deployment: Readonly<Deployment>,
  status: DeploymentStatus,
  nowMs: number,
): number | undefined {
  const current = findCondition(status.conditions, "Progressing");
  if (!hasProgressDeadline(deployment) || current === undefined) return undefined;
  if (isComplete(deployment, status) || current.reason === "ProgressDeadlineExceeded") return undefined;
  if (current.reason === "NewReplicaSetAvailable") return undefined;
  const deadline = deadlineMs(deployment, current);
  // A second more: times are stored in whole ones.
  return deadline === undefined ? undefined : Math.max(0, deadline - nowMs) + 1000;
}

/** One failure, the new set's before others'. */
function withFailures(
  conditions: readonly DeploymentCondition[],
  { newSet, sets }: StatusInput,
): readonly DeploymentCondition[] {
  const inOrder = [...(newSet === undefined ? [] : [newSet]), ...sets];
  const failure = inOrder
    .map(({ status }) => findCondition(status?.conditions, "ReplicaFailure"))
    .find((one) => one !== undefined);
  if (failure === undefined) return conditions.filter(({ type }) => type !== "ReplicaFailure");
  return withDeploymentCondition(conditions, asDeploymentCondition(failure));
}

function asDeploymentCondition(failure: ReplicaSetCondition): DeploymentCondition {
  const { lastTransitionTime } = failure;
  return { ...failure, ...(lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime }) };
}

/** A pause stops the clock of the progress deadline; a rollout that has timed out stays so. Kubernetes: checkPausedConditions */
export function pauseConditions(
  deployment: Readonly<Deployment>,
  nowMs: number,
): readonly DeploymentCondition[] | undefined {
  const conditions = deployment.status?.conditions;
  if (!hasProgressDeadline(deployment)) return conditions;
  const reason = findCondition(conditions, "Progressing")?.reason;
  const isPaused = deployment.spec?.paused ?? false;
  if (reason === "ProgressDeadlineExceeded" || isPaused === (reason === "DeploymentPaused")) return conditions;
  const said = isPaused
    ? { reason: "DeploymentPaused", message: "Deployment is paused", nowMs }
    : { reason: "DeploymentResumed", message: "Deployment is resumed", nowMs };
  return withDeploymentCondition(conditions, condition("Progressing", "Unknown", said));
}
