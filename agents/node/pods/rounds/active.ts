// A round of a pod that is to run: adopt what runs already, plan, report, act.
import { parseTime } from "../../../../src/apimachinery/time.ts";
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { backOffEvent, backOffMessage } from "../back-off-message.ts";
import { CRASH_BACK_OFF, SANDBOX_ADOPTIONS_MAX } from "../limits.ts";
import { planPod } from "../plan.ts";
import type { Plan } from "../plan-terms.ts";
import type { PodContext, RoundResult } from "../pod-context.ts";
import { specOf } from "../pod-parts.ts";
import { refusalOf } from "../refusal.ts";
import { retryDelayMs } from "../retry-delay.ts";
import { carryOut } from "../steps/carry-out.ts";
import { readySandbox, stopSandbox } from "../steps/sandbox.ts";
import { textOf } from "../steps/start-problem.ts";

/** `signal` fires when the pod is to be stopped instead. */
export async function activeRound(context: PodContext, pod: Pod, signal: AbortSignal): Promise<RoundResult> {
  const { runtime, memory, reporter, identity } = context;
  const refusal = isNew(context) ? refusalOf(pod) : undefined;
  if (refusal !== undefined) {
    memory.verdict = refusal;
    runtime.events.record(pod, "Warning", refusal.reason, refusal.message);
    return { event: "finished" };
  }
  const deadlineMs = activeDeadline(context, pod);
  if (deadlineMs !== undefined && runtime.clock.now() >= deadlineMs) {
    memory.verdict = {
      reason: "DeadlineExceeded",
      message: "Pod was active on the node longer than the specified deadline",
    };
    runtime.events.record(pod, "Normal", memory.verdict.reason, memory.verdict.message);
    return { event: "finished" };
  }
  const adoptedAtMs = await adopt(context, pod);
  if (adoptedAtMs !== undefined) return { wakeAtMs: adoptedAtMs };

  const plan = planPod({
    pod,
    observed: runtime.view.pod(identity.uid),
    nowMs: runtime.clock.now(),
    backOffs: memory.backOffs,
    failures: memory.failures,
    resizeFailures: memory.resizeFailures,
    sandboxRetryAtMs: memory.sandboxRetryAtMs,
    knownAttempts: memory.knownAttempts,
    restartAnyway: memory.restartAnyway,
    probe: (container) => runtime.probes.verdict(pod, container),
  });
  sayBackOffs(context, pod, plan);
  if (plan.finished) return { event: "finished" };
  reporter.report({ pod, isTerminal: false, isFinal: false });
  if (plan.steps.length > 0) {
    await carryOut({ runtime, pod, plan, memory, signal });
    return { wakeAtMs: 0 };
  }
  const times = [...plan.waits.map(({ untilMs }) => untilMs), ...(deadlineMs === undefined ? [] : [deadlineMs])];
  return times.length === 0 ? {} : { wakeAtMs: Math.min(...times) };
}

/** Nothing has been made of it yet: who runs goes on, whatever this node takes by now. */
function isNew({ runtime, identity }: PodContext): boolean {
  return runtime.view.pod(identity.uid).sandboxes.length === 0;
}

/** Kubernetes: pkg/kubelet/active_deadline.go */
function activeDeadline({ reporter }: PodContext, pod: Pod): number | undefined {
  const seconds = specOf(pod).activeDeadlineSeconds;
  const startedAtMs = parseTime((reporter.status ?? pod.status)?.startTime ?? "");
  return seconds === undefined || startedAtMs === undefined ? undefined : startedAtMs + seconds * 1000;
}

/**
 * Tells the hooks of what runs already, from an earlier life of the agent: nothing is restarted. Answers when to look
 * again if the sandbox isn't ready for use.
 */
async function adopt(context: PodContext, pod: Pod): Promise<number | undefined> {
  const { runtime, memory, identity } = context;
  const { sandboxes, containers } = runtime.view.pod(identity.uid);
  const sandbox = sandboxes[0];
  if (sandbox?.state !== "running") {
    memory.sandbox = undefined;
    return undefined;
  }
  if (memory.sandbox?.id !== sandbox.id || memory.sandbox.pid !== sandbox.pid) {
    const retryAtMs = memory.sandboxRetryAtMs ?? 0;
    if (runtime.clock.now() < retryAtMs) return retryAtMs;
    try {
      memory.sandbox = await readySandbox(runtime, pod, sandbox.id, sandbox.pid);
      memory.sandboxFailures = 0;
      memory.sandboxRetryAtMs = undefined;
    } catch (error) {
      return await notAdopted(context, pod, sandbox.id, error);
    }
  }
  const { podIP } = memory.sandbox;
  for (const one of containers) {
    if (one.state !== "running" || memory.announced.has(one.id)) continue;
    memory.announced.add(one.id);
    for (const hook of runtime.hooks) hook.containerStarted?.(pod, one, podIP);
  }
  return undefined;
}

/** A sandbox that can't be used after some tries is given up: the pod gets a new one. */
async function notAdopted({ runtime, memory }: PodContext, pod: Pod, id: string, error: unknown): Promise<number> {
  memory.sandboxFailures += 1;
  const message = `Failed to create pod sandbox: ${textOf(error)}`;
  runtime.events.record(pod, "Warning", "FailedCreatePodSandBox", message);
  if (memory.sandboxFailures >= SANDBOX_ADOPTIONS_MAX) await stopSandbox(runtime, id);
  memory.sandboxRetryAtMs = runtime.clock.now() + retryDelayMs(memory.sandboxFailures, runtime.random);
  return memory.sandboxRetryAtMs;
}

/** A container that keeps ending is shown as such, and told of once for each wait. */
function sayBackOffs({ runtime, memory, identity }: PodContext, pod: Pod, plan: Plan): void {
  for (const { name, untilMs, cause } of plan.waits) {
    if (cause !== "crashed") continue;
    const known = memory.failures.get(name);
    if (known?.reason === "CrashLoopBackOff" && known.retryAtMs === untilMs) continue;
    const delayMs = memory.backOffs.get(name)?.delayMs ?? CRASH_BACK_OFF.firstMs;
    const message = backOffMessage(delayMs, name, identity);
    memory.failures.set(name, { reason: "CrashLoopBackOff", message, retryAtMs: untilMs, count: 0 });
    runtime.events.record(pod, "Warning", "BackOff", backOffEvent(name, identity), name);
  }
}
