// A pod in a table: how many containers are ready, and in one word what it is doing.
// Kubernetes: pkg/printers/internalversion/printers.go printPod

import { humanDuration } from "../../../apimachinery/duration.ts";
import { parseTime } from "../../../apimachinery/time.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../../columns.ts";
import type { ContainerState, ContainerStatus, Pod } from "../../facts/types.gen.ts";
import type { Column } from "../../kind.ts";
import { isPodInitialized, isPodReady, isTerminalPhase } from "./pod-conditions.ts";
import { isSidecar } from "./pod-requests.ts";

const nodeLost = "NodeLost";

export const podColumns: readonly Column[] = [
  nameColumn,
  column<Pod>("Ready", "string", (pod) => {
    const { ready, total } = summary(pod);
    return `${ready}/${total}`;
  }),
  column<Pod>("Status", "string", (pod) => summary(pod).reason),
  column<Pod>("Restarts", "string", (pod, { nowMs }) => {
    const { restarts, lastRestartMs } = summary(pod);
    if (restarts === 0 || lastRestartMs === undefined) return `${restarts}`;
    return `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`;
  }),
  ageColumn,
  wideColumn<Pod>("IP", "string", (pod) => pod.status?.podIPs?.[0]?.ip || "<none>"),
  wideColumn<Pod>("Node", "string", (pod) => pod.spec?.nodeName || "<none>"),
  wideColumn<Pod>("Nominated Node", "string", (pod) => pod.status?.nominatedNodeName || "<none>"),
  wideColumn<Pod>("Readiness Gates", "string", readinessGates),
];

interface PodSummary {
  ready: number;
  total: number;
  reason: string;
  restarts: number;
  lastRestartMs: number | undefined;
}

/** Each of three columns asks for itself: it costs less than remembering. */
function summary(pod: Pod): PodSummary {
  const { spec, status = {} } = pod;
  const sidecars = new Set((spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const gated = status.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === "SchedulingGated");
  const init = initProgress(pod, sidecars);
  const found: PodSummary = {
    ready: init.ready,
    total: (spec?.containers ?? []).length + sidecars.size,
    reason: init.reason ?? (gated ? "SchedulingGated" : status.reason || (status.phase ?? "")),
    restarts: init.restarts,
    lastRestartMs: init.lastRestartMs,
  };
  if (init.reason === undefined || isPodInitialized(pod)) addContainers(found, pod, init);
  if (pod.metadata?.deletionTimestamp !== undefined) {
    if (status.reason === nodeLost) found.reason = "Unknown";
    else if (!isTerminalPhase(status.phase)) found.reason = "Terminating";
  }
  return found;
}

interface InitProgress {
  ready: number;
  /** Undefined when all init containers are done. */
  reason: string | undefined;
  restarts: number;
  lastRestartMs: number | undefined;
  sidecarRestarts: number;
  sidecarLastRestartMs: number | undefined;
}

function initProgress(pod: Pod, sidecars: ReadonlySet<string>): InitProgress {
  const found: InitProgress = {
    ready: 0,
    reason: undefined,
    restarts: 0,
    lastRestartMs: undefined,
    sidecarRestarts: 0,
    sidecarLastRestartMs: undefined,
  };
  const total = (pod.spec?.initContainers ?? []).length;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = sidecars.has(status.name);
    const endedMs = lastEndMs(status);
    found.restarts += status.restartCount ?? 0;
    found.lastRestartMs = later(found.lastRestartMs, endedMs);
    if (sidecar) {
      found.sidecarRestarts += status.restartCount ?? 0;
      found.sidecarLastRestartMs = later(found.sidecarLastRestartMs, endedMs);
    }
    if (status.state?.terminated?.exitCode === 0) continue;
    if (sidecar && status.started) {
      if (status.ready) found.ready += 1;
      continue;
    }
    found.reason = initReason(status.state, index, total);
    break;
  }
  return found;
}

function initReason(state: ContainerState | undefined, index: number, total: number): string {
  const ended = state?.terminated;
  if (ended !== undefined) return `Init:${endReason(ended)}`;
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== "PodInitializing" ? `Init:${waiting}` : `Init:${index}/${total}`;
}

function endReason(ended: { readonly reason?: string; readonly signal?: number; readonly exitCode: number }): string {
  if (ended.reason) return ended.reason;
  return ended.signal ? `Signal:${ended.signal}` : `ExitCode:${ended.exitCode}`;
}

function addContainers(found: PodSummary, pod: Pod, init: InitProgress): void {
  found.restarts = init.sidecarRestarts;
  found.lastRestartMs = init.sidecarLastRestartMs;
  let running = false;
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    found.restarts += status.restartCount ?? 0;
    found.lastRestartMs = later(found.lastRestartMs, lastEndMs(status));
    const { state } = status;
    if (state?.waiting?.reason) found.reason = state.waiting.reason;
    else if (state?.terminated !== undefined) found.reason = endReason(state.terminated);
    else if (status.ready && state?.running !== undefined) {
      running = true;
      found.ready += 1;
    }
  }
  // One container has ended and another still runs: the pod as a whole does.
  if (found.reason === "Completed" && running) found.reason = isPodReady(pod) ? "Running" : "NotReady";
}

function lastEndMs(status: ContainerStatus): number | undefined {
  const time = status.lastState?.terminated?.finishedAt;
  return time === undefined ? undefined : parseTime(time);
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  const met = new Set((pod.status?.conditions ?? []).filter(({ status }) => status === "True").map(({ type }) => type));
  const open = gates.filter(({ conditionType }) => met.has(conditionType));
  return `${open.length}/${gates.length}`;
}
