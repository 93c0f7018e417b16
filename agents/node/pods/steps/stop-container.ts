// Stops a container as its pod asks for: the preStop hook, the stop signal, and SIGKILL when its time is over.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { stopContainer as stopInDocker } from "../../docker/stop-container.ts";
import { runLifecycleHook } from "../../lifecycle/lifecycle-hook.ts";
import { GRACE_LEAST_SECONDS } from "../limits.ts";
import { containerNamed } from "../pod-parts.ts";
import type { PodRuntime } from "../runtime.ts";

export interface StopInput {
  readonly runtime: PodRuntime;
  /** Undefined when only Docker's labels are left of it. */
  readonly pod: Pod | undefined;
  readonly id: string;
  readonly name: string;
  readonly graceSeconds: number;
  readonly podIP: string;
  /** The event's text; the usual one when left out. */
  readonly message?: string;
}

/** Returns when it is down. Throws DockerError. */
export async function stopContainer(input: StopInput): Promise<void> {
  const { runtime, pod, id, name, graceSeconds } = input;
  const startedAtMs = runtime.clock.now();
  if (pod !== undefined) {
    runtime.events.record(pod, "Normal", "Killing", input.message ?? `Stopping container ${name}`, name);
    await preStop(input, pod);
  }
  const spentSeconds = Math.floor((runtime.clock.now() - startedAtMs) / 1000);
  const rest = Math.max(GRACE_LEAST_SECONDS, graceSeconds - spentSeconds);
  await stopInDocker(runtime.docker, id, { graceSeconds: rest });
  await runtime.view.refresh(id);
}

async function preStop({ runtime, id, name, graceSeconds, podIP }: StopInput, pod: Pod): Promise<void> {
  const { docker, timers, events } = runtime;
  const container = containerNamed(pod, name)?.spec;
  const handler = container?.lifecycle?.preStop;
  if (container === undefined || handler === undefined || graceSeconds <= 0) return;
  const timeoutMs = graceSeconds * 1000;
  const { signal } = new AbortController();
  const hook = { docker, timers, events, pod, containerId: id, container, handler, podIP, timeoutMs, signal };
  const outcome = await runLifecycleHook(hook);
  if (outcome.type === "failed") {
    runtime.log.info("preStop hook failed", { container: name, message: outcome.message });
    events.record(pod, "Warning", "FailedPreStopHook", "PreStopHook failed", name);
  }
}
