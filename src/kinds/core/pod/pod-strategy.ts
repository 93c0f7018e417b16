// What happens to a pod on its way in: what clients may not set is dropped, what creation implies is set.
// Kubernetes: pkg/registry/core/pod/strategy.go

import type { LabelSelector } from "../../../apimachinery/label-selector.ts";
import type { Pod, PodAffinityTerm, PodCondition, PodSpec, PodStatus } from "../../facts/types.gen.ts";
import { mapValue } from "../../map-value.ts";
import { mirrorServiceAccount } from "./pod-defaults.ts";
import { computeQosClass } from "./qos-class.ts";

export function preparePodForCreate(pod: Pod): void {
  pod.spec ??= { containers: [] };
  const { spec } = pod;
  // Admission may have named a service account after the defaults were set.
  mirrorServiceAccount(spec);
  const status: PodStatus = { phase: "Pending", qosClass: computeQosClass(spec) };
  if ((spec.schedulingGates ?? []).length > 0) status.conditions = [schedulingGated()];
  pod.status = status;
  const labels = pod.metadata?.labels ?? {};
  for (const term of affinityTerms(spec)) {
    addLabelKeys(term.labelSelector, labels, term.matchLabelKeys, "In");
    addLabelKeys(term.labelSelector, labels, term.mismatchLabelKeys, "NotIn");
  }
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    addLabelKeys(constraint.labelSelector, labels, constraint.matchLabelKeys, "In");
  }
}

function schedulingGated(): PodCondition {
  return {
    type: "PodScheduled",
    status: "False",
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
  };
}

function affinityTerms({ affinity }: PodSpec): PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((one) => [
    ...(one?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(one?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(
      ({ podAffinityTerm }) => podAffinityTerm ?? [],
    ),
  ]);
}

/** The pod's own values of these labels become part of the selector. */
function addLabelKeys(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>>,
  keys: readonly string[] | undefined,
  operator: "In" | "NotIn",
): void {
  if (selector === undefined || keys === undefined) return;
  for (const key of keys) {
    const value = mapValue(labels, key);
    if (value === undefined) continue;
    selector.matchExpressions ??= [];
    selector.matchExpressions.push({ key, operator, values: [value] });
  }
}

export function preparePodForUpdate(pod: Pod): void {
  if (pod.spec !== undefined) mirrorServiceAccount(pod.spec);
}

/** Through `status` a pod's owners can't be changed, nor can what is remembered of it be cleared. */
export function preparePodForStatusUpdate(pod: Pod, old: Pod): void {
  if (old.spec !== undefined) pod.spec = old.spec;
  if (pod.metadata !== undefined) {
    if (old.metadata?.ownerReferences === undefined) delete pod.metadata.ownerReferences;
    else pod.metadata.ownerReferences = old.metadata.ownerReferences;
  }
  pod.status ??= {};
  const { status } = pod;
  const before = old.status ?? {};
  if (!status.qosClass && before.qosClass !== undefined) status.qosClass = before.qosClass;
  if (!status.observedGeneration && before.observedGeneration !== undefined) {
    status.observedGeneration = before.observedGeneration;
  }
  const generations = new Map<string, (number | undefined)[]>();
  for (const { type, observedGeneration } of before.conditions ?? []) {
    generations.set(type, [...(generations.get(type) ?? []), observedGeneration]);
  }
  for (const condition of status.conditions ?? []) {
    const remembered = generations.get(condition.type)?.shift();
    if (!condition.observedGeneration && remembered !== undefined) condition.observedGeneration = remembered;
  }
  mirrorAddresses(status);
}

/** `podIP` is an old name of the first of `podIPs`, and wins when both are sent. */
function mirrorAddresses(status: PodStatus): void {
  const first = status.podIPs?.[0]?.ip;
  if (status.podIP && status.podIP !== first) status.podIPs = [{ ip: status.podIP }];
  else if (first !== undefined) status.podIP = first;
}

/**
 * How long a deleted pod has to end: 0 deletes it at once. `requested` is the client's wish in seconds.
 * Kubernetes: pkg/registry/core/pod/strategy.go CheckGracefulDelete
 */
export function podGraceSeconds(pod: Pod, requested: number | undefined): number {
  const phase = pod.status?.phase;
  if (!pod.spec?.nodeName || phase === "Failed" || phase === "Succeeded") return 0;
  const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}
