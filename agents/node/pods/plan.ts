// What is to be done next for a pod that is to run: from its spec, from what Docker has of it, and from what was
// tried before. A function of its arguments; `steps/` carry the plan out, and then it is asked again.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions
import { sandboxContainer } from "./container/container-name.ts";
import { latest, type ObservedContainer, type ObservedPod } from "./observed.ts";
import { addResize, addStart, killOf, restartsAfterKill } from "./plan-container.ts";
import { planInit } from "./plan-init.ts";
import type { Plan, PlanInput, Step, Wait } from "./plan-terms.ts";
import { containersOf, type PodContainer, specOf } from "./pod-parts.ts";
import { mayRestart, restartsAfter } from "./restart-policy.ts";

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
