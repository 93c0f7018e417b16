// The patch that makes a pod's status, as the API server has it, what this node says it is.
// Kubernetes: pkg/kubelet/status/status_manager.go, pkg/util/pod/pod.go PatchPodStatus
import type { JsonObject } from "../../../src/apimachinery/json.ts";
import type { PodStatus } from "../../../src/kinds/facts/types.gen.ts";

/** What the node owns of a pod's status. The rest (resize, nominatedNodeName, claims ...) belongs to others. */
const ownedFields = [
  "observedGeneration",
  "phase",
  "reason",
  "message",
  "hostIP",
  "hostIPs",
  "podIP",
  "podIPs",
  "startTime",
  "qosClass",
  "containerStatuses",
  "initContainerStatuses",
  "ephemeralContainerStatuses",
] as const satisfies readonly (keyof PodStatus)[];

/** Conditions that others keep (readiness gates, DisruptionTarget) stay as they are: the list merges by type. */
const ownedConditions = new Set([
  "PodScheduled",
  "PodReadyToStartContainers",
  "Initialized",
  "ContainersReady",
  "Ready",
]);

/** True when nothing that the node owns differs. */
export function sameStatus(wanted: PodStatus, known: PodStatus | undefined): boolean {
  return known !== undefined && canonical(ownedPart(wanted)) === canonical(ownedPart(known));
}

/** A strategic merge patch of the status subresource; all that the node owns, so that it needs no base to be right. */
export function statusPatch(uid: string, wanted: PodStatus): JsonObject {
  const status: JsonObject = {};
  for (const field of ownedFields) status[field] = (wanted[field] ?? null) as JsonObject[string];
  // This list would merge by address and keep the old one.
  if (wanted.podIPs !== undefined) {
    status["podIPs"] = [{ $patch: "replace" }, ...wanted.podIPs.map(({ ip }) => ({ ip }))];
  }
  // This one merges by type, and would keep the reason for which a condition was something else.
  status["conditions"] = (wanted.conditions ?? []).map(
    (condition) => ({ reason: null, message: null, ...condition }) as JsonObject,
  );
  return { metadata: { uid }, status };
}

function ownedPart(status: PodStatus): Record<string, unknown> {
  const part: Record<string, unknown> = {};
  for (const field of ownedFields) if (!isEmpty(status[field])) part[field] = status[field];
  const conditions = (status.conditions ?? []).filter(({ type }) => ownedConditions.has(type));
  part["conditions"] = conditions.toSorted((left, right) => (left.type < right.type ? -1 : 1));
  return part;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Text that is equal when the values are: keys sorted, nulls and undefined left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one === null || typeof one !== "object" || Array.isArray(one)) return one ?? undefined;
    const entries = Object.entries(one).filter(([, inner]) => inner !== null && inner !== undefined);
    return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}
