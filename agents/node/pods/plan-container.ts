// One container of a pod: why it must stop, whether its limits change, when it may start.
import { backOffEnd } from "../back-off.ts";
import { containerHash } from "./container/container-hash.ts";
import { CRASH_BACK_OFF } from "./limits.ts";
import { latest, type ObservedContainer } from "./observed.ts";
import { resizeOf } from "./plan-resize.ts";
import type { KillCause, PlanInput, Step, Wait } from "./plan-terms.ts";
import { type PodContainer, specOf } from "./pod-parts.ts";
import { mayRestart } from "./restart-policy.ts";

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
export function restartsAfterKill({ pod }: PlanInput, container: PodContainer, cause: KillCause): boolean {
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
