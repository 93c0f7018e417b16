// What kubectl shows of each container: running, waiting for what, ended how; and the end before that.
// Kubernetes: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses, pkg/kubelet/prober/prober_manager.go UpdatePodStatus
import { formatTime } from "../../../../src/apimachinery/time.ts";
import type {
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  Pod,
  ResourceRequirements,
} from "../../../../src/kinds/facts/types.gen.ts";
import { newestFirst, type ObservedContainer, type ObservedPod } from "../observed.ts";
import { resizeOf } from "../plan-resize.ts";
import type { ProbeVerdict, StartFailure } from "../plan-terms.ts";
import { containersOf, type PodContainer, specOf } from "../pod-parts.ts";
import { restartsAfter } from "../restart-policy.ts";

export interface ContainerStatusInput {
  readonly pod: Pod;
  readonly observed: ObservedPod;
  /** The statuses of all containers as they were last reported. */
  readonly previous: readonly ContainerStatus[];
  readonly failures: ReadonlyMap<string, StartFailure>;
  readonly probe: (container: ObservedContainer) => ProbeVerdict;
  /** What ended containers left to say, by container id. */
  readonly messages: ReadonlyMap<string, string>;
  /** "docker-pullable://name@digest" for an image id, when it is known. */
  readonly imageRef: (imageId: string) => string | undefined;
}

export interface ContainerStatuses {
  /** In the order of the spec. */
  readonly init: ContainerStatus[];
  /** By name, as upstream has them. */
  readonly app: ContainerStatus[];
  readonly ephemeral: ContainerStatus[];
}

export function containerStatuses(input: ContainerStatusInput): ContainerStatuses {
  const statuses: ContainerStatuses = { init: [], app: [], ephemeral: [] };
  for (const container of containersOf(input.pod)) {
    const list = container.role === "sidecar" ? "init" : container.role;
    statuses[list].push(statusOf(input, container));
  }
  const byName = (left: ContainerStatus, right: ContainerStatus) => (left.name < right.name ? -1 : 1);
  statuses.app.sort(byName);
  statuses.ephemeral.sort(byName);
  return statuses;
}

function statusOf(input: ContainerStatusInput, container: PodContainer): ContainerStatus {
  const { name } = container.spec;
  const ofName = input.observed.containers.filter((one) => one.container === name).toSorted(newestFirst);
  const previous = input.previous.find((one) => one.name === name);
  const [newest, before] = ofName;
  const base =
    newest === undefined ? unseen(input, container, previous) : seen(input, container, newest, before, previous);
  return withReadiness(input, container, newest, withFailure(input, container, newest, base));
}

/** From Docker: the newest container, and how the one before it ended. */
function seen(
  input: ContainerStatusInput,
  container: PodContainer,
  newest: ObservedContainer,
  before: ObservedContainer | undefined,
  previous: ContainerStatus | undefined,
): ContainerStatus {
  const lastEnd = before?.state === "exited" ? endedState(input, before) : previousEnd(previous, newest);
  const { resources } = container.spec;
  return {
    ...blank(container),
    restartCount: newest.attempt,
    image: newest.image,
    imageID: input.imageRef(newest.imageId) ?? `docker://${newest.imageId}`,
    containerID: `docker://${newest.id}`,
    state: stateOf(input, newest),
    lastState: lastEnd === undefined ? {} : { terminated: lastEnd },
    ...(newest.state === "running" ? { resources: resourcesOf(container, newest, previous) } : {}),
    ...(newest.state === "running" && resources?.requests !== undefined
      ? { allocatedResources: resources.requests }
      : {}),
  };
}

/** What it has: until other limits have reached it, those that were reported last. Always there: it tells that this node resizes. */
function resourcesOf(
  container: PodContainer,
  running: ObservedContainer,
  previous: ContainerStatus | undefined,
): ResourceRequirements {
  const wanted = container.spec.resources ?? {};
  if (resizeOf(container, running).type === "none") return wanted;
  return (previous?.state?.running === undefined ? undefined : previous.resources) ?? wanted;
}

/** An earlier end that Docker has forgotten, but we have reported. */
function previousEnd(
  previous: ContainerStatus | undefined,
  newest: ObservedContainer,
): ContainerStateTerminated | undefined {
  const known = [previous?.state?.terminated, previous?.lastState?.terminated];
  return known.find((one) => one !== undefined && one.containerID !== `docker://${newest.id}`);
}

function stateOf(input: ContainerStatusInput, one: ObservedContainer): ContainerState {
  if (one.state === "running") return { running: { startedAt: formatTime(one.startedAtMs ?? one.createdAtMs) } };
  if (one.state === "created") return { waiting: {} };
  return { terminated: endedState(input, one) };
}

function endedState({ messages }: ContainerStatusInput, one: ObservedContainer): ContainerStateTerminated {
  const { reason, exitCode } = endOf(one);
  const message = messages.get(one.id) || one.startError;
  return {
    containerID: `docker://${one.id}`,
    exitCode,
    reason,
    ...(message === "" ? {} : { message }),
    startedAt: formatTime(one.startedAtMs ?? 0),
    finishedAt: formatTime(one.finishedAtMs ?? 0),
  };
}

/** containerd: pkg/cri/server/container_status.go, container_start.go (StartError, 128) */
function endOf({ exitCode, oomKilled, startError }: ObservedContainer): { reason: string; exitCode: number } {
  if (startError !== "") return { reason: "StartError", exitCode: 128 };
  if (oomKilled) return { reason: "OOMKilled", exitCode };
  return { reason: exitCode === 0 ? "Completed" : "Error", exitCode };
}

/** Docker has nothing of it: not yet begun, or cleaned away. */
function unseen(
  { pod, observed }: ContainerStatusInput,
  container: PodContainer,
  previous: ContainerStatus | undefined,
): ContainerStatus {
  // It ended, and that was reported: so it stays.
  if (previous?.state?.terminated !== undefined) return previous;
  const hasInit = (specOf(pod).initContainers ?? []).length > 0;
  const fresh: ContainerStatus = {
    ...blank(container),
    restartCount: previous?.restartCount ?? 0,
    state: { waiting: { reason: hasInit ? "PodInitializing" : "ContainerCreating" } },
    lastState: previous?.lastState ?? {},
  };
  if (container.role === "init" && observed.containers.some((one) => isApp(pod, one.container))) {
    // App containers were made: it must have been through.
    const message =
      "Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally";
    return { ...fresh, state: { terminated: { exitCode: 0, reason: "Completed", message } } };
  }
  if (previous?.state?.running === undefined || fresh.lastState?.terminated !== undefined) return fresh;
  const deleted = pod.metadata?.deletionTimestamp !== undefined;
  return {
    ...fresh,
    restartCount: fresh.restartCount + (deleted ? 0 : 1),
    lastState: {
      terminated: {
        exitCode: 137,
        reason: "ContainerStatusUnknown",
        message: "The container could not be located when the pod was deleted.  The container used to be Running",
      },
    },
  };
}

function isApp(pod: Pod, name: string): boolean {
  return specOf(pod).containers.some((one) => one.name === name);
}

function blank({ spec }: PodContainer): ContainerStatus {
  const mounts = (spec.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly === true ? { readOnly, recursiveReadOnly: "Disabled" } : {}),
  }));
  return {
    name: spec.name,
    image: spec.image ?? "",
    imageID: "",
    ready: false,
    restartCount: 0,
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  };
}

/** A container that is to be started and could not be is waiting, whatever it was before. */
function withFailure(
  { pod, failures }: ContainerStatusInput,
  container: PodContainer,
  newest: ObservedContainer | undefined,
  status: ContainerStatus,
): ContainerStatus {
  const failure = failures.get(container.spec.name);
  if (failure === undefined || newest?.state === "running" || pod.metadata?.deletionTimestamp !== undefined) {
    return status;
  }
  const exitCode = newest?.state === "exited" ? newest.exitCode : undefined;
  const policy = specOf(pod).restartPolicy;
  if (exitCode !== undefined && !restartsAfter(container, policy, exitCode)) return status;
  const { reason, message } = failure;
  const ended = status.state?.terminated;
  return {
    ...status,
    state: { waiting: { reason, message } },
    ...(ended === undefined ? {} : { lastState: { terminated: ended } }),
  };
}

function withReadiness(
  { probe }: ContainerStatusInput,
  { role }: PodContainer,
  newest: ObservedContainer | undefined,
  status: ContainerStatus,
): ContainerStatus {
  if (role === "ephemeral") return status;
  const runs = status.state?.running !== undefined && newest !== undefined;
  const verdict = runs ? probe(newest) : undefined;
  const started = verdict?.started ?? false;
  const ready = role === "init" ? status.state?.terminated?.exitCode === 0 : started && (verdict?.ready ?? false);
  return { ...status, started, ready };
}
