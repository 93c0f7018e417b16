// What Docker has of a pod, as the rules see it.
import type { ContainerDetails } from "../docker/inspect-container.ts";
import { label, type NamedContainer, readLabels } from "./container/container-name.ts";

export interface ObservedContainer extends NamedContainer {
  readonly id: string;
  /** "created": made, never started. */
  readonly state: "created" | "running" | "exited";
  readonly createdAtMs: number;
  /** Undefined when it never ran. */
  readonly startedAtMs: number | undefined;
  readonly finishedAtMs: number | undefined;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** Why its process could not be started; "" otherwise. */
  readonly startError: string;
  /** 0 unless running. */
  readonly pid: number;
  /** As the container was asked for. */
  readonly image: string;
  /** The image's id. */
  readonly imageId: string;
  readonly tty: boolean;
  readonly terminationMessagePolicy: string;
  /** What the kernel holds it to; undefined when nobody knows. */
  readonly bounds?: Bounds;
}

/** 0: no bound. */
export interface Bounds {
  readonly cpuShares: number;
  readonly cpuQuotaUs: number;
  readonly memoryBytes: number;
}

export interface ObservedPod {
  /** Newest first. */
  readonly sandboxes: readonly ObservedContainer[];
  /** Newest first. */
  readonly containers: readonly ObservedContainer[];
}

export const nothingObserved: ObservedPod = { sandboxes: [], containers: [] };

/** Undefined when it isn't a pod's container. */
export function observe(details: ContainerDetails): ObservedContainer | undefined {
  const labels = details.Config.Labels ?? {};
  const named = readLabels(labels);
  if (named === undefined) return undefined;
  const { State } = details;
  const startedAtMs = timeMs(State.StartedAt);
  const finishedAtMs = timeMs(State.FinishedAt);
  const createdAtMs = timeMs(details.Created) ?? 0;
  const running = State.Running;
  // A start that failed leaves "created" with an error: for the rules it has ended.
  const failedStart = !running && State.Error !== "" && startedAtMs === undefined;
  const ended =
    !running && (startedAtMs !== undefined || failedStart || State.Status === "exited" || State.Status === "dead");
  return {
    ...named,
    id: details.Id,
    state: running ? "running" : ended ? "exited" : "created",
    createdAtMs,
    startedAtMs,
    finishedAtMs: ended ? (finishedAtMs ?? startedAtMs ?? createdAtMs) : undefined,
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
    startError: failedStart ? State.Error : "",
    pid: running ? State.Pid : 0,
    image: details.Config.Image,
    imageId: details.Image,
    tty: details.Config.Tty,
    terminationMessagePolicy: labels[label.terminationMessagePolicy] ?? "",
    bounds: boundsOf(details.HostConfig),
  };
}

function boundsOf({ CpuShares, CpuQuota, Memory }: ContainerDetails["HostConfig"]): Bounds {
  return { cpuShares: CpuShares, cpuQuotaUs: Math.max(0, CpuQuota), memoryBytes: Math.max(0, Memory) };
}

/** Docker's times have nanoseconds, and year 1 for never. */
function timeMs(text: string): number | undefined {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) || parsed <= 0 ? undefined : parsed;
}

/** The newest container of that name. */
export function latest(observed: ObservedPod, name: string): ObservedContainer | undefined {
  return observed.containers.find(({ container }) => container === name);
}

/** Newest first: by attempt, then by creation. */
export function newestFirst(left: ObservedContainer, right: ObservedContainer): number {
  return right.attempt - left.attempt || right.createdAtMs - left.createdAtMs;
}
