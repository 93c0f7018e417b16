// The namespace's side of the scheduler: writes verdicts into pods, and tells of them in events. Every verdict may come twice.
// Kubernetes: pkg/scheduler/schedule_one.go bind, handleSchedulingFailure; pkg/api/v1/pod/util.go UpdatePodCondition
import { cloneJson } from "../apimachinery/clone-json.ts";
import type { JsonObject } from "../apimachinery/json.ts";
import { StatusError } from "../apimachinery/status-error.ts";
import { formatTime } from "../apimachinery/time.ts";
import type { Client } from "../controllers/runtime/client.ts";
import type { EventRecorder } from "../controllers/runtime/events.ts";
import type { Pod, PodCondition } from "../kinds/facts/types.gen.ts";
import { pods } from "../kinds/kind-refs.ts";
import type { Clock } from "../platform/clock.ts";
import { writeAttemptsMax } from "./limits.ts";
import type { Verdict, VerdictOutcome, Verdicts } from "./verdict.ts";
import type { VerdictGate, VerdictStamp } from "./verdict-gate.ts";

export interface VerdictDesk {
  /** Makes the namespace ready to commit; throws StatusError. */
  open(): Promise<void>;
  readonly gate: VerdictGate;
  readonly client: Client;
  readonly clock: Clock;
  readonly events: EventRecorder;
  /** pods/binding: throws StatusError. */
  bind(name: string, uid: string, node: string): Promise<void>;
}

export async function recordVerdicts(
  desk: VerdictDesk,
  { stamp, verdicts }: Verdicts,
): Promise<readonly VerdictOutcome[]> {
  desk.gate.arrived(stamp);
  try {
    await desk.open();
  } catch (error) {
    const outcome = outcomeOf(error);
    return verdicts.map(() => outcome);
  }
  return Promise.all(verdicts.map((verdict) => record(desk, verdict, stamp)));
}

async function record(desk: VerdictDesk, verdict: Verdict, stamp: VerdictStamp): Promise<VerdictOutcome> {
  try {
    return verdict.type === "bind" ? await recordBind(desk, verdict, stamp) : await recordUnschedulable(desk, verdict);
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): VerdictOutcome {
  if (!(error instanceof StatusError)) return { type: "failed", reason: String(error) };
  // 5xx and "too many requests": nothing is said about the pod itself.
  const isFinal = error.code < 500 && error.code !== 429;
  return { type: isFinal ? "refused" : "failed", reason: error.message };
}

async function recordBind(
  desk: VerdictDesk,
  { name, uid, node }: Verdict & { readonly type: "bind" },
  stamp: VerdictStamp,
): Promise<VerdictOutcome> {
  const pod = await desk.client.get(pods, name);
  if (pod?.metadata?.uid !== uid) return { type: "refused", reason: `pod ${name} is gone` };
  if (pod.spec?.nodeName === node) return { type: "done" };
  // From here to the commit nothing waits for anything outside: no list can come between.
  const reason = desk.gate.refusal(stamp);
  if (reason !== undefined) return { type: "refused", reason };
  await desk.bind(name, uid, node);
  const text = `Successfully assigned ${desk.client.namespace}/${name} to ${node}`;
  desk.events.event(pod, "Normal", "Scheduled", text);
  return { type: "done" };
}

async function recordUnschedulable(
  desk: VerdictDesk,
  { name, uid, message }: Verdict & { readonly type: "unschedulable" },
): Promise<VerdictOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const pod = await desk.client.get(pods, name);
    if (pod?.metadata?.uid !== uid || pod.spec?.nodeName) return { type: "refused", reason: `pod ${name} is gone` };
    const changed = withUnschedulable(pod, message, formatTime(desk.clock.now()));
    try {
      if (changed !== undefined) await desk.client.updateStatus(pods, changed);
    } catch (error) {
      const isRace = error instanceof StatusError && error.reason === "Conflict" && attempt < writeAttemptsMax;
      if (isRace) continue;
      throw error;
    }
    desk.events.event(pod, "Warning", "FailedScheduling", message);
    return { type: "done" };
  }
}

/** Undefined: it says so already. */
function withUnschedulable(pod: Readonly<Pod>, message: string, now: string): Pod | undefined {
  const conditions = pod.status?.conditions ?? [];
  const known = conditions.find(({ type }) => type === "PodScheduled");
  if (known?.status === "False" && known.reason === "Unschedulable" && known.message === message) return undefined;
  const { generation } = pod.metadata ?? {};
  const condition: PodCondition = {
    type: "PodScheduled",
    status: "False",
    reason: "Unschedulable",
    message,
    lastTransitionTime: known?.status === "False" ? (known.lastTransitionTime ?? now) : now,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const changed = cloneJson(pod as unknown as JsonObject) as unknown as Pod;
  changed.status = {
    ...changed.status,
    conditions: [...conditions.filter(({ type }) => type !== "PodScheduled"), condition],
  };
  return changed;
}
