// What is to be done next for a pod that is to run: from its spec, from what Docker has of it, and from what was
// tried before. A function of its arguments; `steps/` carry the plan out, and then it is asked again.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import { type BackOff, backOffEnd } from "../back-off.ts";
import type { ContainerLimits } from "../docker/update-container.ts";
import { containerHash } from "./container/container-hash.ts";
import { sandboxContainer } from "./container/container-name.ts";
import { CRASH_BACK_OFF } from "./limits.ts";
import { latest, type ObservedContainer, type ObservedPod } from "./observed.ts";
import { planInit } from "./plan-init.ts";
import { resizeOf } from "./plan-resize.ts";
import { containersOf, type PodContainer, specOf } from "./pod-parts.ts";
import { mayRestart, restartsAfter } from "./restart-policy.ts";

export type Step =
  /** The sandbox and what runs in it: the pod gets a new one, or ends. */
  | { readonly type: "stop-sandbox"; readonly sandboxId: string }
  | { readonly type: "create-sandbox"; readonly attempt: number }
  | { readonly type: "start-container"; readonly name: string; readonly attempt: number }
  | {
      readonly type: "kill-container";
      readonly id: string;
      readonly name: string;
      readonly message: string;
      readonly cause: KillCause;
      /** It is started again, whatever its exit code will be. */
      readonly restart: boolean;
    }
  | {
      readonly type: "resize-container";
      readonly id: string;
      readonly name: string;
      readonly limits: ContainerLimits;
    }
  | { readonly type: "remove-container"; readonly id: string };

export type KillCause = "liveness" | "startup" | "changed" | "resized";

/** A container that is to be started, but not yet. */
export interface Wait {
  readonly name: string;
  readonly untilMs: number;
  /** "crashed": it keeps ending; "failed": it could not be started, and the failure says why. */
  readonly cause: "crashed" | "failed";
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
  /** All that was to run has run: the pod is over. */
  readonly finished: boolean;
}

export interface StartFailure {
  readonly reason: string;
  readonly message: string;
  readonly retryAtMs: number;
}

export interface ProbeVerdict {
  /** Its startup probe has passed, or it has none. */
  readonly started: boolean;
  readonly ready: boolean;
  readonly failed: "liveness" | "startup" | undefined;
}

export interface PlanInput {
  readonly pod: Pod;
  readonly observed: ObservedPod;
  readonly nowMs: number;
  /** By container name. */
  readonly backOffs: ReadonlyMap<string, BackOff>;
  readonly failures: ReadonlyMap<string, StartFailure>;
  /** By container name: limits that could not be given, and when to try again. */
  readonly resizeFailures: ReadonlyMap<string, { readonly retryAtMs: number }>;
  /** When the sandbox, or the volumes of its containers, may be tried again after a failure. */
  readonly sandboxRetryAtMs: number | undefined;
  /** The last attempt that is known from elsewhere: of containers that somebody has removed. */
  readonly knownAttempts: ReadonlyMap<string, number>;
  readonly probe: (container: ObservedContainer) => ProbeVerdict;
  /** Ids of containers that were stopped in order to be started again, whatever their exit code. */
  readonly restartAnyway: ReadonlySet<string>;
}

const nothing: Plan = { steps: [], waits: [], finished: false };

export function planPod(input: PlanInput): Plan {
  const tidy = strays(input);
  const sandbox = input.observed.sandboxes[0];
  const plan = sandbox?.state === "running" ? planInSandbox(input, sandbox) : planNewSandbox(input, sandbox);
  return { ...plan, steps: [...tidy, ...plan.steps] };
}

function planNewSandbox(input: PlanInput, old: ObservedContainer | undefined): Plan {
  const { pod, observed, nowMs, sandboxRetryAtMs } = input;
  const { containers, initContainers = [], restartPolicy } = specOf(pod);
  const ran = old !== undefined && observed.containers.length > 0;
  const isOver = ran && !containersOf(pod).some((one) => one.role !== "ephemeral" && mayRestart(one, restartPolicy));
  const toStart = containers.filter(({ name }) => restartPolicy !== "OnFailure" || !hasSucceeded(observed, name));
  if (isOver || (toStart.length === 0 && initContainers.every(({ name }) => hasSucceeded(observed, name)))) {
    return { ...nothing, finished: true };
  }
  if (sandboxRetryAtMs !== undefined && nowMs < sandboxRetryAtMs) {
    return { ...nothing, waits: [{ name: sandboxContainer, untilMs: sandboxRetryAtMs, cause: "failed" }] };
  }

  const stop: Step[] =
    old === undefined || old.state === "created" ? [] : [{ type: "stop-sandbox", sandboxId: old.id }];
  const steps: Step[] = [...stop, { type: "create-sandbox", attempt: old === undefined ? 0 : old.attempt + 1 }];
  const waits: Wait[] = [];
  // With init containers everything begins again from the first of them.
  const first = containersOf(pod).filter(({ role }) => role === "init" || role === "sidecar")[0];
  const begin = first === undefined ? toStart.map((spec): PodContainer => ({ role: "app", spec })) : [first];
  for (const container of begin) addStart(input, container, latest(observed, container.spec.name), steps, waits);
  return { steps, waits, finished: false };
}

function planInSandbox(input: PlanInput, sandbox: ObservedContainer): Plan {
  const { pod, observed } = input;
  const steps: Step[] = [];
  const waits: Wait[] = [];
  for (const container of containersOf(pod)) {
    if (container.role !== "ephemeral" || latest(observed, container.spec.name) !== undefined) continue;
    addStart(input, container, undefined, steps, waits);
  }
  const init = planInit(input, sandbox, steps, waits);
  if (init === "failed") return { steps, waits, finished: true };
  if (init === "pending") return { steps, waits, finished: false };

  let alive = 0;
  for (const container of containersOf(pod)) {
    if (container.role === "app" && planApp(input, container, steps, waits)) alive += 1;
  }
  // Sidecars don't keep a pod alive.
  return { steps, waits, finished: alive === 0 };
}

/** True when the container runs, or will. */
function planApp(input: PlanInput, container: PodContainer, steps: Step[], waits: Wait[]): boolean {
  const newest = latest(input.observed, container.spec.name);
  if (newest?.state === "running") {
    const kill = killOf(input, container, newest);
    if (kill === undefined) {
      addResize(input, container, newest, steps, waits);
      return true;
    }
    steps.push(kill);
    return restartsAfterKill(input, container, kill.cause);
  }
  if (newest?.state === "exited" && !input.restartAnyway.has(newest.id)) {
    if (!restartsAfter(container, specOf(input.pod).restartPolicy, newest.exitCode)) return false;
  }
  addStart(input, container, newest, steps, waits);
  return true;
}

/** Why a running container must be stopped, if it must. */
export function killOf(
  input: PlanInput,
  container: PodContainer,
  running: ObservedContainer,
): Extract<Step, { type: "kill-container" }> | undefined {
  const { name } = container.spec;
  const changed = running.hash !== containerHash(container.spec);
  const resized = !changed && resizeOf(container, running).type === "restart";
  const cause = changed ? "changed" : (input.probe(running).failed ?? (resized ? "resized" : undefined));
  if (cause === undefined) return undefined;
  const restart = restartsAfterKill(input, container, cause);
  const message = `Container ${name} ${whatOf[cause]}${restart && cause !== "resized" ? ", will be restarted" : ""}`;
  return { type: "kill-container", id: running.id, name, cause, message, restart };
}

const whatOf: Readonly<Record<KillCause, string>> = {
  changed: "definition changed",
  resized: "resize requires restart",
  liveness: "failed liveness probe",
  startup: "failed startup probe",
};

/** A running container gets the limits of its spec, now or when it is time to try again. */
export function addResize(
  input: PlanInput,
  container: PodContainer,
  running: ObservedContainer,
  steps: Step[],
  waits: Wait[],
): void {
  const resize = resizeOf(container, running);
  if (resize.type !== "update") return;
  const { name } = container.spec;
  const retryAtMs = input.resizeFailures.get(name)?.retryAtMs ?? 0;
  if (input.nowMs < retryAtMs) waits.push({ name, untilMs: retryAtMs, cause: "failed" });
  else steps.push({ type: "resize-container", id: running.id, name, limits: resize.limits });
}

/** A changed definition restarts whatever the policy says. */
function restartsAfterKill({ pod }: PlanInput, container: PodContainer, cause: KillCause): boolean {
  return cause === "changed" || cause === "resized" || mayRestart(container, specOf(pod).restartPolicy);
}

/** Starts it now, or says until when to wait. */
export function addStart(
  input: PlanInput,
  container: PodContainer,
  newest: ObservedContainer | undefined,
  steps: Step[],
  waits: Wait[],
): void {
  const { name } = container.spec;
  const failedUntilMs = Math.max(input.failures.get(name)?.retryAtMs ?? 0, input.sandboxRetryAtMs ?? 0);
  if (input.nowMs < failedUntilMs) {
    waits.push({ name, untilMs: failedUntilMs, cause: "failed" });
    return;
  }
  if (newest?.state === "exited") {
    const untilMs = backOffEnd(input.backOffs.get(name), newest.finishedAtMs ?? 0, input.nowMs, CRASH_BACK_OFF);
    if (untilMs !== undefined) {
      waits.push({ name, untilMs, cause: "crashed" });
      return;
    }
  }
  steps.push({ type: "start-container", name, attempt: nextAttempt(input, name, newest) });
}

function nextAttempt(
  { observed, knownAttempts }: PlanInput,
  name: string,
  newest: ObservedContainer | undefined,
): number {
  // A container that was made and never started left its number unused; it is removed as a stray.
  if (newest?.state === "created") return newest.attempt;
  const attempt = (newest ?? latest(observed, name))?.attempt ?? knownAttempts.get(name);
  return attempt === undefined ? 0 : attempt + 1;
}

/**
 * What stands in the way: containers that were made and never started (a crash between the two calls), the older dead ones
 * of a name (the newest stays, for its logs and its state), sandboxes that have been replaced.
 */
function strays({ observed }: PlanInput): Step[] {
  const steps: Step[] = [];
  for (const [index, { id, state }] of observed.sandboxes.entries()) {
    if (state === "running" && index > 0) steps.push({ type: "stop-sandbox", sandboxId: id });
    if (state === "created" || (state === "exited" && index > 0)) steps.push({ type: "remove-container", id });
  }
  const withDead = new Set<string>();
  for (const { id, state, container } of observed.containers) {
    if (state === "created" || (state === "exited" && withDead.has(container))) {
      steps.push({ type: "remove-container", id });
    }
    if (state === "exited") withDead.add(container);
  }
  return steps;
}

function hasSucceeded(observed: ObservedPod, name: string): boolean {
  const newest = latest(observed, name);
  return newest?.state === "exited" && newest.exitCode === 0 && newest.startError === "";
}
