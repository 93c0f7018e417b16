// Which containers of a pod are to be stopped next, and how long each has: sidecars last, in reverse order.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, kuberuntime_termination_order.go
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import { GRACE_LEAST_SECONDS } from "./limits.ts";
import type { ObservedContainer, ObservedPod } from "./observed.ts";
import { containersOf } from "./pod-parts.ts";

export interface TerminationInput {
  /** Undefined when only Docker's labels are left of the pod. */
  readonly pod: Pod | undefined;
  readonly observed: ObservedPod;
  readonly nowMs: number;
  /** When the pod's grace is over; it can only come nearer. */
  readonly deadlineMs: number;
  /** Those that were asked to stop, and when Docker will kill them. */
  readonly stopping: ReadonlyMap<string, number>;
}

export interface Stop {
  readonly id: string;
  readonly name: string;
  /** For its preStop hook and the time between the stop signal and SIGKILL together. */
  readonly graceSeconds: number;
}

export interface TerminationPlan {
  readonly stops: readonly Stop[];
  /** Their time is over, earlier than they were promised: the grace was shortened. */
  readonly kills: readonly string[];
  /** Running sandboxes that nothing runs in any more. */
  readonly sandboxes: readonly string[];
  /** Nothing of the pod runs. */
  readonly stopped: boolean;
  /** When to look again even if nothing happens. */
  readonly wakeAtMs: number | undefined;
}

export function planTermination(input: TerminationInput): TerminationPlan {
  const { observed, nowMs, deadlineMs, stopping } = input;
  const running = observed.containers.filter(({ state }) => state === "running");
  const sandboxes = observed.sandboxes.filter(({ state }) => state === "running").map(({ id }) => id);
  if (running.length === 0) {
    return { stops: [], kills: [], sandboxes, stopped: sandboxes.length === 0, wakeAtMs: undefined };
  }
  const graceSeconds = Math.max(GRACE_LEAST_SECONDS, Math.ceil((deadlineMs - nowMs) / 1000));
  const stops = turnOf(input, running)
    .filter(({ id }) => !stopping.has(id))
    .map(({ id, container }) => ({ id, name: container, graceSeconds }));
  const early = running.filter(({ id }) => (stopping.get(id) ?? 0) > deadlineMs);
  const kills = nowMs < deadlineMs ? [] : early.map(({ id }) => id);
  return { stops, kills, sandboxes: [], stopped: false, wakeAtMs: nowMs < deadlineMs ? deadlineMs : undefined };
}

/** Whose turn it is: all but the sidecars, then one sidecar after the other from the last; all at once when time is up. */
function turnOf({ pod, nowMs, deadlineMs }: TerminationInput, running: ObservedContainer[]): ObservedContainer[] {
  const order = pod === undefined ? [] : containersOf(pod);
  const sidecars = order.filter(({ role }) => role === "sidecar").map(({ spec }) => spec.name);
  const others = running.filter(({ container }) => !sidecars.includes(container));
  if (others.length > 0 && nowMs < deadlineMs) return others;
  if (nowMs >= deadlineMs) return running;
  const last = sidecars.findLast((name) => running.some(({ container }) => container === name));
  return running.filter(({ container }) => container === last);
}
