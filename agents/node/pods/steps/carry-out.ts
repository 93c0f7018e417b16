// Carries a plan out: first what is in the way, then the sandbox, and beside it everything that need not wait for it.
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { nextBackOff } from "../../back-off.ts";
import { runLifecycleHook } from "../../lifecycle/lifecycle-hook.ts";
import { VolumesNotReady } from "../collaborators.ts";
import type { ReadySandbox } from "../hooks/pod-hook.ts";
import { CRASH_BACK_OFF } from "../limits.ts";
import { latest } from "../observed.ts";
import type { Plan, Step } from "../plan-terms.ts";
import type { PodMemory } from "../pod-memory.ts";
import { containerNamed, identityOf } from "../pod-parts.ts";
import { retryDelayMs } from "../retry-delay.ts";
import type { PodRuntime } from "../runtime.ts";
import { removeContainers } from "./remove-containers.ts";
import { resizeContainers } from "./resize-containers.ts";
import { makeSandbox, startSandbox, stopSandbox } from "./sandbox.ts";
import { makeContainer, ordinaryGraceSeconds, runContainer, type StartInput } from "./start-container.ts";
import { NotNow, StartProblem, textOf } from "./start-problem.ts";
import { stopContainer } from "./stop-container.ts";

export interface CarryOutInput {
  readonly runtime: PodRuntime;
  readonly pod: Pod;
  readonly plan: Plan;
  readonly memory: PodMemory;
  /** Fires when the pod is to be stopped instead: nothing more is begun. */
  readonly signal: AbortSignal;
}

type StepOf<Type extends Step["type"]> = Extract<Step, { type: Type }>;

function stepsOf<Type extends Step["type"]>({ steps }: Plan, type: Type): StepOf<Type>[] {
  return steps.filter((step): step is StepOf<Type> => step.type === type);
}

/** What goes wrong is remembered, and told as an event; nothing is thrown but what Docker itself refuses in clearing the way. */
export async function carryOut(input: CarryOutInput): Promise<void> {
  const { runtime, pod, plan, memory, signal } = input;
  await removeContainers(
    runtime,
    stepsOf(plan, "remove-container").map(({ id }) => id),
  );
  await Promise.all(stepsOf(plan, "kill-container").map((step) => killOne(input, step)));
  await resizeContainers(runtime, pod, memory, stepsOf(plan, "resize-container"));
  for (const { sandboxId } of stepsOf(plan, "stop-sandbox")) await dissolve(input, sandboxId);
  if (signal.aborted) return;

  const creation = stepsOf(plan, "create-sandbox")[0];
  const starts = stepsOf(plan, "start-container");
  if (creation === undefined && starts.length === 0) return;
  const current = memory.sandbox;
  const volumes = volumesReady(input);
  // Volumes that had to be waited for before may have to be waited for again: nothing is made for them in vain.
  if ((creation === undefined || memory.sandboxFailures > 0) && !(await volumes)) return;
  const sandbox = creation === undefined ? settled(current as ReadySandbox) : raise(input, creation.attempt, volumes);
  await startAll(input, starts, sandbox, volumes);
  await sandbox.ready.catch(() => undefined);
}

interface RisingSandbox {
  readonly id: Promise<string>;
  readonly ready: Promise<ReadySandbox>;
}

function settled(sandbox: ReadySandbox): RisingSandbox {
  return { id: Promise.resolve(sandbox.id), ready: Promise.resolve(sandbox) };
}

/** Makes the sandbox while its volumes are being prepared, then starts it. */
function raise(input: CarryOutInput, attempt: number, volumes: Promise<boolean>): RisingSandbox {
  const { runtime, pod, memory, signal } = input;
  const id = runtime.pool.run(() => makeSandbox(runtime, pod, attempt));
  const ready = (async () => {
    try {
      const [made, prepared] = await Promise.all([id, volumes]);
      if (!prepared || signal.aborted) throw new NotNow();
      const sandbox = await runtime.pool.run(() => startSandbox(runtime, pod, made));
      memory.sandbox = sandbox;
      memory.sandboxFailures = 0;
      memory.sandboxRetryAtMs = undefined;
      return sandbox;
    } catch (error) {
      if (!(error instanceof NotNow)) sandboxFailed(input, error);
      throw error;
    }
  })();
  // Whoever waits for them hears of the failure; nobody has to.
  id.catch(() => undefined);
  ready.catch(() => undefined);
  return { id, ready };
}

function sandboxFailed({ runtime, pod, memory }: CarryOutInput, error: unknown): void {
  memory.sandboxFailures += 1;
  memory.sandboxRetryAtMs = runtime.clock.now() + retryDelayMs(memory.sandboxFailures, runtime.random);
  runtime.events.record(pod, "Warning", "FailedCreatePodSandBox", `Failed to create pod sandbox: ${textOf(error)}`);
}

async function volumesReady({ runtime, pod, memory, signal }: CarryOutInput): Promise<boolean> {
  try {
    for (const hook of runtime.hooks) await hook.prepare?.(pod);
    memory.sandboxRetryAtMs = undefined;
    return !signal.aborted;
  } catch (error) {
    const volume = error instanceof VolumesNotReady ? error.volume : undefined;
    const which = volume === undefined ? "" : `MountVolume.SetUp failed for volume ${JSON.stringify(volume)} : `;
    runtime.events.record(pod, "Warning", "FailedMount", `${which}${textOf(error)}`);
    memory.sandboxFailures += 1;
    memory.sandboxRetryAtMs = runtime.clock.now() + retryDelayMs(memory.sandboxFailures, runtime.random);
    return false;
  }
}

/** All are made at once, as soon as they can be; they are started in their order, each after the hook of the one before. */
async function startAll(
  input: CarryOutInput,
  starts: StepOf<"start-container">[],
  sandbox: RisingSandbox,
  volumes: Promise<boolean>,
): Promise<void> {
  const { runtime, pod, signal } = input;
  const making = starts.flatMap(({ name, attempt }) => {
    const container = containerNamed(pod, name);
    if (container === undefined) return [];
    const podIP = sandbox.ready.then((ready) => ready.podIP);
    const prepared = volumes.then((ready) => (ready ? undefined : Promise.reject(new NotNow())));
    prepared.catch(() => undefined);
    const start: StartInput = { runtime, pod, container, attempt, sandboxId: sandbox.id, podIP, prepared };
    countCrash(input, name);
    const made = untilAborted(signal, makeContainer(start));
    made.catch(() => undefined);
    podIP.catch(() => undefined);
    return [{ start, made }];
  });
  for (const { start, made } of making) {
    const { name } = start.container.spec;
    try {
      const id = await made;
      const { podIP } = await sandbox.ready;
      if (signal.aborted) return;
      await startOne(input, start, id, podIP);
      input.memory.failures.delete(name);
    } catch (error) {
      if (signal.aborted || error instanceof NotNow) return;
      // Without a sandbox nothing can be said of its containers.
      if (
        await sandbox.ready.then(
          () => false,
          () => true,
        )
      )
        return;
      startFailed(input, name, error);
      // What comes after an init container needs it; app containers don't need each other.
      if (start.container.role === "init") return;
    }
  }
}

async function startOne(input: CarryOutInput, start: StartInput, id: string, podIP: string): Promise<void> {
  const { runtime, memory } = input;
  const { spec } = start.container;
  const postStart = spec.lifecycle?.postStart;
  if (postStart !== undefined) memory.starting.add(id);
  try {
    await runtime.pool.run(() => runContainer(start, id));
    if (postStart !== undefined) await afterStart(input, start, id, podIP);
  } finally {
    memory.starting.delete(id);
  }
  await runtime.view.refresh(id);
}

/** Kubernetes: kuberuntime_container.go startContainer, step 4 */
async function afterStart(
  input: CarryOutInput,
  { pod, container }: StartInput,
  id: string,
  podIP: string,
): Promise<void> {
  const { runtime, memory, signal } = input;
  const { docker, timers, events } = runtime;
  const { spec } = container;
  const handler = spec.lifecycle?.postStart ?? {};
  const hook = { docker, timers, events, pod, containerId: id, container: spec, handler, podIP, signal };
  const outcome = await runLifecycleHook({ ...hook, timeoutMs: undefined });
  if (outcome.type !== "failed") return;
  events.record(pod, "Warning", "FailedPostStartHook", "PostStartHook failed", spec.name);
  const graceSeconds = ordinaryGraceSeconds(pod);
  const message = "FailedPostStartHook";
  memory.restartAnyway.add(id);
  await stopContainer({ runtime, pod, id, name: spec.name, graceSeconds, podIP, message });
  throw new StartProblem("PostStartHookError", outcome.message);
}

function countCrash({ runtime, pod, memory }: CarryOutInput, name: string): void {
  const ended = latest(runtime.view.pod(identityOf(pod).uid), name);
  if (ended?.state !== "exited") return;
  const failedAtMs = ended.finishedAtMs ?? 0;
  const nowMs = runtime.clock.now();
  memory.backOffs.set(name, nextBackOff(memory.backOffs.get(name), { failedAtMs, nowMs }, CRASH_BACK_OFF));
}

function startFailed({ runtime, memory }: CarryOutInput, name: string, error: unknown): void {
  const problem = error instanceof StartProblem ? error : new StartProblem("CreateContainerError", textOf(error));
  const count = (memory.failures.get(name)?.count ?? 0) + 1;
  const retryAtMs = problem.retryAtMs ?? runtime.clock.now() + retryDelayMs(count, runtime.random);
  memory.failures.set(name, { reason: problem.reason, message: problem.message, retryAtMs, count });
}

async function killOne({ runtime, pod, memory }: CarryOutInput, step: StepOf<"kill-container">): Promise<void> {
  const { id, name, message, cause } = step;
  if (step.restart) memory.restartAnyway.add(id);
  const container = containerNamed(pod, name)?.spec;
  const probe =
    cause === "liveness" ? container?.livenessProbe : cause === "startup" ? container?.startupProbe : undefined;
  const graceSeconds = probe?.terminationGracePeriodSeconds ?? ordinaryGraceSeconds(pod);
  await stopContainer({ runtime, pod, id, name, graceSeconds, podIP: memory.sandbox?.podIP ?? "", message });
}

/** The sandbox is not what it was: what still runs in it ends with it. */
async function dissolve({ runtime, pod, memory }: CarryOutInput, sandboxId: string): Promise<void> {
  const { uid } = identityOf(pod);
  const inIt = runtime.view.pod(uid).containers.filter((one) => one.state === "running" && one.sandboxId === sandboxId);
  runtime.events.record(pod, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
  const graceSeconds = ordinaryGraceSeconds(pod);
  await Promise.all(
    inIt.map(({ id, container }) => stopContainer({ runtime, pod, id, name: container, graceSeconds, podIP: "" })),
  );
  await stopSandbox(runtime, sandboxId);
  for (const hook of runtime.hooks) if (hook.name === "network") await hook.terminated?.(uid);
  memory.sandbox = undefined;
}

function untilAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  if (signal.aborted) return Promise.reject(new NotNow());
  return new Promise((resolve, reject) => {
    const stop = () => reject(new NotNow());
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
