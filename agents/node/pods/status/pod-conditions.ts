// The conditions that the node keeps on a pod.
// Kubernetes: pkg/kubelet/status/generate.go
import { formatTime } from "../../../../src/apimachinery/time.ts";
import type { ContainerStatus, Pod, PodCondition } from "../../../../src/kinds/facts/types.gen.ts";
import { isSidecar, specOf } from "../pod-parts.ts";
import type { Phase } from "./pod-phase.ts";

export interface ConditionsInput {
  readonly pod: Pod;
  readonly phase: Phase;
  /** Of init and app containers. */
  readonly statuses: readonly ContainerStatus[];
  /** It has a sandbox with its network. */
  readonly sandboxReady: boolean;
  /** What was last reported, and what others have set. */
  readonly previous: readonly PodCondition[];
  readonly nowMs: number;
}

interface Verdict {
  readonly status: "True" | "False";
  readonly reason?: string;
  readonly message?: string;
}

const yes: Verdict = { status: "True" };

export function podConditions(input: ConditionsInput): PodCondition[] {
  const ready = containersReady(input);
  return [
    condition(input, "PodReadyToStartContainers", input.sandboxReady ? yes : { status: "False" }),
    condition(input, "Initialized", initialized(input)),
    condition(input, "Ready", ready.status === "True" ? gatesReady(input) : ready),
    condition(input, "ContainersReady", ready),
    condition(input, "PodScheduled", yes),
  ];
}

function condition({ pod, previous, nowMs }: ConditionsInput, type: string, verdict: Verdict): PodCondition {
  const earlier = previous.find((one) => one.type === type);
  const since = earlier?.status === verdict.status ? earlier.lastTransitionTime : undefined;
  const generation = pod.metadata?.generation;
  return {
    type,
    ...verdict,
    lastTransitionTime: since ?? formatTime(nowMs),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
}

function containersReady({ pod, phase, statuses }: ConditionsInput): Verdict {
  const { initContainers = [], containers } = specOf(pod);
  const names = [...initContainers.filter(isSidecar), ...containers].map(({ name }) => name);
  const unknown = names.filter((name) => !statuses.some((one) => one.name === name));
  const unready = names.filter((name) => statuses.some((one) => one.name === name && !one.ready));
  if (phase === "Succeeded" && unknown.length === 0) return { status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { status: "False", reason: "PodFailed" };
  const message = joined([list("unknown", unknown), list("unready", unready)]);
  return message === "" ? yes : { status: "False", reason: "ContainersNotReady", message };
}

function gatesReady({ pod, previous }: ConditionsInput): Verdict {
  const messages = (specOf(pod).readinessGates ?? []).map(({ conditionType }) => {
    const gate = previous.find(({ type }) => type === conditionType);
    const quoted = JSON.stringify(conditionType);
    if (gate === undefined) return `corresponding condition of pod readiness gate ${quoted} does not exist.`;
    return gate.status === "True" ? "" : `the status of pod readiness gate ${quoted} is not "True", but ${gate.status}`;
  });
  const message = joined(messages);
  return message === "" ? yes : { status: "False", reason: "ReadinessGatesNotReady", message };
}

function initialized({ pod, phase, statuses }: ConditionsInput): Verdict {
  const { initContainers = [], containers } = specOf(pod);
  const statusOf = (name: string) => statuses.find((one) => one.name === name);
  const unknown = initContainers.filter(({ name }) => statusOf(name) === undefined).map(({ name }) => name);
  const incomplete = initContainers
    .filter((one) => {
      const status = statusOf(one.name);
      return status !== undefined && !(isSidecar(one) ? status.started === true : status.ready);
    })
    .map(({ name }) => name);
  if (phase === "Succeeded" && unknown.length === 0) return { status: "True", reason: "PodCompleted" };
  if (containers.some(({ name }) => hasRun(statusOf(name)))) return yes;
  const message = joined([list("unknown", unknown), list("incomplete", incomplete)]);
  return message === "" ? yes : { status: "False", reason: "ContainersNotInitialized", message };
}

/** Kubernetes: pkg/kubelet/container/helpers.go HasAnyRegularContainerStarted */
export function hasRun(status: ContainerStatus | undefined): boolean {
  if (status === undefined) return false;
  const { state, lastState } = status;
  return state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;
}

/** Go prints a list with spaces. */
function list(what: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `containers with ${what} status: [${names.join(" ")}]`;
}

function joined(messages: readonly string[]): string {
  return messages.filter((one) => one !== "").join(", ");
}
