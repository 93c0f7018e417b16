// A round of a pod that is being stopped: who is next, whose time is over, is anything left.
import { killContainer } from "../../docker/kill-container.ts";
import { GRACE_LEAST_SECONDS, STEP_RETRY_MS } from "../limits.ts";
import { planTermination, type Stop } from "../plan-termination.ts";
import type { PodContext, RoundResult } from "../pod-context.ts";
import { stopSandbox } from "../steps/sandbox.ts";
import { textOf } from "../steps/start-problem.ts";
import { stopContainer } from "../steps/stop-container.ts";

export async function terminatingRound(context: PodContext): Promise<RoundResult> {
  const { runtime, memory, identity, pod, reporter, deadlineMs = 0 } = context;
  for (const hook of runtime.hooks) hook.terminating?.(identity.uid);
  const plan = planTermination({
    pod,
    observed: runtime.view.pod(identity.uid),
    nowMs: runtime.clock.now(),
    deadlineMs,
    stopping: memory.stopping,
  });
  if (pod !== undefined && !context.vanished) reporter.report({ pod, isTerminal: plan.stopped, isFinal: false });
  for (const stop of plan.stops) begin(context, stop);
  await Promise.all(plan.kills.map((id) => killContainer(runtime.docker, id)));
  if (plan.sandboxes.length > 0) {
    // Nothing is left that could use it: it is removed soon, and nobody reads its exit code.
    await Promise.all(plan.sandboxes.map((id) => stopSandbox(runtime, id)));
    return { wakeAtMs: 0 };
  }
  if (!plan.stopped) return plan.wakeAtMs === undefined ? {} : { wakeAtMs: plan.wakeAtMs };

  for (const hook of runtime.hooks.toReversed()) await hook.terminated?.(identity.uid);
  memory.sandbox = undefined;
  return { event: "stopped", wakeAtMs: 0 };
}

/** Not waited for: the others are stopped at the same time, and the grace may be shortened meanwhile. */
function begin(context: PodContext, { id, name, graceSeconds }: Stop): void {
  const { runtime, memory, pod } = context;
  const graceMs = Math.max(graceSeconds, GRACE_LEAST_SECONDS) * 1000;
  memory.stopping.set(id, runtime.clock.now() + graceMs);
  const podIP = memory.sandbox?.podIP ?? "";
  void stopContainer({ runtime, pod, id, name, graceSeconds, podIP })
    .catch((error: unknown) => {
      runtime.log.warn("container not stopped", { container: name, error: textOf(error) });
      return runtime.timers.sleep(STEP_RETRY_MS);
    })
    .finally(() => {
      memory.stopping.delete(id);
      context.wake();
    });
}
