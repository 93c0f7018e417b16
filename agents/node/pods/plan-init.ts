// How far a pod's init containers are: one after the other, sidecars staying behind and kept running.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_container.go computeInitContainerActions
import { latest, type ObservedContainer, type ObservedPod } from "./observed.ts";
import { addResize, addStart, killOf } from "./plan-container.ts";
import type { PlanInput, Step, Wait } from "./plan-terms.ts";
import { containersOf, type PodContainer, specOf } from "./pod-parts.ts";
import { restartsAfter } from "./restart-policy.ts";

export type InitProgress =
  /** All have done their part: app containers may run. */
  | "done"
  | "pending"
  /** One has failed and is not run again: the pod has. */
  | "failed";

/** Adds what is to be done for them to `steps` and `waits`. */
export function planInit(input: PlanInput, sandbox: ObservedContainer, steps: Step[], waits: Wait[]): InitProgress {
  const initialized = hasInitialized(input, sandbox);
  for (const container of containersOf(input.pod)) {
    if (container.role !== "init" && container.role !== "sidecar") continue;
    const newest = latestIn(input.observed, sandbox, container.spec.name);
    if (container.role === "sidecar") {
      const started = planSidecar(input, container, newest, steps, waits);
      if (!started && !initialized) return "pending";
      continue;
    }
    // It may have been cleaned away since; it doesn't run twice.
    if (initialized) continue;
    if (newest?.state === "running") return "pending";
    if (newest?.state === "exited") {
      if (newest.exitCode === 0 && newest.startError === "") continue;
      if (!restartsAfter(container, specOf(input.pod).restartPolicy, newest.exitCode)) return "failed";
    }
    addStart(input, container, newest ?? latest(input.observed, container.spec.name), steps, waits);
    return "pending";
  }
  return "done";
}

/** True when what comes after it may start. */
function planSidecar(
  input: PlanInput,
  container: PodContainer,
  newest: ObservedContainer | undefined,
  steps: Step[],
  waits: Wait[],
): boolean {
  if (newest?.state !== "running") {
    addStart(input, container, newest ?? latest(input.observed, container.spec.name), steps, waits);
    return false;
  }
  const kill = killOf(input, container, newest);
  if (kill !== undefined) steps.push(kill);
  else addResize(input, container, newest, steps, waits);
  return kill === undefined && input.probe(newest).started;
}

/** An app container has been made in this sandbox: the init containers were through before. */
function hasInitialized({ pod, observed }: PlanInput, sandbox: ObservedContainer): boolean {
  return specOf(pod).containers.some(({ name }) => latestIn(observed, sandbox, name) !== undefined);
}

/** In a new sandbox the init containers of the old one count for nothing. */
function latestIn(observed: ObservedPod, sandbox: ObservedContainer, name: string): ObservedContainer | undefined {
  return observed.containers.find(({ container, sandboxId }) => container === name && sandboxId === sandbox.id);
}
