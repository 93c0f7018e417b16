// The one word for where a pod is in its life.
// Kubernetes: pkg/kubelet/kubelet_pods.go getPhase
import type { ContainerStatus, Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { containersOf, type PodContainer, specOf } from "../pod-parts.ts";
import { restartsAfter } from "../restart-policy.ts";

export type Phase = "Pending" | "Running" | "Succeeded" | "Failed";

export interface PhaseInput {
  readonly pod: Pod;
  readonly statuses: readonly ContainerStatus[];
  /** Its containers won't be started any more, whatever the policy. */
  readonly isTerminal: boolean;
  /** An app container has been started in this sandbox: sidecars that restart don't set the pod back. */
  readonly hasInitialized: boolean;
}

interface Tally {
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
  pendingInit: number;
  pendingSidecars: number;
  failedInit: number;
}

export function phaseOf(input: PhaseInput): Phase {
  const tally = count(input);
  if (tally.failedInit > 0) return "Failed";
  const pending = tally.pendingInit > 0 || (tally.pendingSidecars > 0 && !input.hasInitialized) || tally.waiting > 0;
  if (pending || tally.unknown > 0) return "Pending";
  if (tally.running > 0) return "Running";
  if (tally.stopped === 0) return "Pending";
  if (!input.isTerminal && tally.stopped !== tally.stoppedForGood) return "Running";
  return tally.stopped === tally.succeeded ? "Succeeded" : "Failed";
}

function count({ pod, statuses }: PhaseInput): Tally {
  const tally: Tally = {
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    stoppedForGood: 0,
    succeeded: 0,
    pendingInit: 0,
    pendingSidecars: 0,
    failedInit: 0,
  };
  const policy = specOf(pod).restartPolicy;
  for (const container of containersOf(pod)) {
    const status = statuses.find(({ name }) => name === container.spec.name);
    if (container.role === "init") countInit(tally, container, status, policy);
    if (container.role === "sidecar") countSidecar(tally, status);
    if (container.role === "app") countApp(tally, container, status, policy);
  }
  return tally;
}

function countInit(tally: Tally, container: PodContainer, status: ContainerStatus | undefined, policy?: string): void {
  const ended = endOf(status);
  if (status?.state?.running !== undefined || ended === undefined) tally.pendingInit += 1;
  else if (ended !== 0 && !restartsAfter(container, policy, ended)) tally.failedInit += 1;
  // One that failed and is run again keeps the pod from going on.
  else if (ended !== 0) tally.pendingInit += 1;
}

function countSidecar(tally: Tally, status: ContainerStatus | undefined): void {
  if (status?.state?.running !== undefined) {
    if (status.started !== true) tally.pendingSidecars += 1;
    tally.running += 1;
  } else if (endOf(status) === undefined) {
    tally.pendingSidecars += 1;
    if (status?.state?.waiting === undefined) tally.unknown += 1;
    else tally.waiting += 1;
  }
}

function countApp(tally: Tally, container: PodContainer, status: ContainerStatus | undefined, policy?: string): void {
  const ended = endOf(status);
  if (status?.state?.running !== undefined) tally.running += 1;
  else if (ended !== undefined) {
    tally.stopped += 1;
    if (!restartsAfter(container, policy, ended)) tally.stoppedForGood += 1;
    if (status?.state?.terminated?.exitCode === 0) tally.succeeded += 1;
  } else if (status?.state?.waiting !== undefined) tally.waiting += 1;
  else tally.unknown += 1;
}

/** The exit code of its end, or of the last one when it waits to be started again. */
function endOf(status: ContainerStatus | undefined): number | undefined {
  if (status?.state?.terminated !== undefined) return status.state.terminated.exitCode;
  if (status?.state?.waiting !== undefined) return status.lastState?.terminated?.exitCode;
  return undefined;
}
