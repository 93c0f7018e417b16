// A pod's whole status, as this node reports it.
// Kubernetes: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, pkg/kubelet/status/status_manager.go TerminatePod
import { formatTime } from "../../../../src/apimachinery/time.ts";
import type { ContainerStatus, Pod, PodStatus } from "../../../../src/kinds/facts/types.gen.ts";
import { isSidecar, specOf } from "../pod-parts.ts";
import { type ContainerStatuses, type ContainerStatusInput, containerStatuses } from "./container-statuses.ts";
import { hasRun, podConditions } from "./pod-conditions.ts";
import { type Phase, phaseOf } from "./pod-phase.ts";
import { qosClassOf } from "./qos-class.ts";

export interface PodStatusInput extends Omit<ContainerStatusInput, "previous"> {
  /** What was last reported, by this agent or one before it. */
  readonly previous: PodStatus | undefined;
  /** Of the pod's sandbox; undefined while it has none. */
  readonly podIP: string | undefined;
  readonly hostIP: string;
  readonly nowMs: number;
  /** Nothing is started any more: the pod is being stopped, or has been. */
  readonly isTerminal: boolean;
  /** All containers are down for good: this is the last word on them. */
  readonly isFinal: boolean;
  /** Why this node has ended it: a deadline, an eviction. */
  readonly verdict: { readonly reason: string; readonly message: string } | undefined;
}

export function podStatus(input: PodStatusInput): PodStatus {
  const { pod, previous, hostIP, nowMs } = input;
  const known = previous ?? pod.status;
  const statuses = allStatuses(input, known);
  const phase = finalPhase(input, statuses, known);
  const ips = addresses(input, known);
  const outcome = outcomeOf(input, phase, known);
  const generation = pod.metadata?.generation;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    ...outcome,
    conditions: podConditions({
      pod,
      phase,
      statuses: [...statuses.init, ...statuses.app],
      sandboxReady: input.podIP !== undefined && input.observed.sandboxes[0]?.state === "running",
      previous: [...(pod.status?.conditions ?? []).filter(isForeign), ...(known?.conditions ?? [])],
      nowMs,
    }),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(ips.length === 0 ? {} : { podIP: ips[0] as string, podIPs: ips.map((ip) => ({ ip })) }),
    startTime: known?.startTime ?? formatTime(nowMs),
    qosClass: qosClassOf(pod),
    ...(statuses.init.length === 0 ? {} : { initContainerStatuses: statuses.init }),
    containerStatuses: statuses.app,
    ...(statuses.ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: statuses.ephemeral }),
  };
}

/** Readiness gates and the like: the object has the newest word on those. */
function isForeign({ type }: { type: string }): boolean {
  return !["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].includes(type);
}

function allStatuses(input: PodStatusInput, known: PodStatus | undefined): ContainerStatuses {
  const previous = [
    ...(known?.initContainerStatuses ?? []),
    ...(known?.containerStatuses ?? []),
    ...(known?.ephemeralContainerStatuses ?? []),
  ];
  const statuses = containerStatuses({ ...input, previous });
  if (!input.isFinal || !hasInitialized(input.pod, statuses)) return statuses;
  // What ran once and is not to be found any more has failed.
  return { ...statuses, app: statuses.app.map(endedForGood) };
}

function hasInitialized(pod: Pod, { init, app }: ContainerStatuses): boolean {
  const inits = specOf(pod).initContainers ?? [];
  if (inits.length === 0) return app.some(hasRun);
  return inits.every((one) => {
    const status = init.find(({ name }) => name === one.name);
    return isSidecar(one) ? hasRun(status) : status?.ready === true;
  });
}

function endedForGood(status: ContainerStatus): ContainerStatus {
  if (status.state?.terminated !== undefined) return status;
  const message = "The container could not be located when the pod was terminated";
  const terminated = { exitCode: 137, reason: "ContainerStatusUnknown", message };
  return { ...status, ready: false, started: false, state: { terminated } };
}

function finalPhase(input: PodStatusInput, statuses: ContainerStatuses, known: PodStatus | undefined): Phase {
  const { pod, isTerminal, isFinal, verdict } = input;
  // A pod doesn't come back from its end.
  for (const phase of [pod.status?.phase, known?.phase]) {
    if (phase === "Succeeded" || phase === "Failed") return phase;
  }
  if (verdict !== undefined) return "Failed";
  const phase = phaseOf({
    pod,
    statuses: [...statuses.init, ...statuses.app],
    isTerminal,
    hasInitialized: statuses.app.some(({ state }) => state?.running !== undefined || state?.terminated !== undefined),
  });
  return isFinal && phase !== "Succeeded" ? "Failed" : phase;
}

function outcomeOf({ verdict }: PodStatusInput, phase: Phase, known: PodStatus | undefined): Partial<PodStatus> {
  if (verdict !== undefined) return { reason: verdict.reason, message: verdict.message };
  if (phase !== known?.phase) return {};
  const { reason, message } = known;
  return { ...(reason ? { reason } : {}), ...(message ? { message } : {}) };
}

/** A pod keeps showing its last address when its sandbox is gone. */
function addresses({ pod, podIP, hostIP }: PodStatusInput, known: PodStatus | undefined): string[] {
  if (podIP !== undefined) return [podIP];
  const kept = (known?.podIPs ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip]));
  if (kept.length > 0) return kept;
  return specOf(pod).hostNetwork === true ? [hostIP] : [];
}
