// Which container is meant: pods are found by the labels that the agent puts on everything it makes.
import type { PodRef } from "../../../src/tunnel/headers.ts";
import type { Docker } from "../docker/client.ts";
import { type ContainerSummary, listContainers } from "../docker/list-containers.ts";

const TYPE_LABEL = "io.kubernetes.docker.type";
const UID_LABEL = "io.kubernetes.pod.uid";
const NAME_LABEL = "io.kubernetes.container.name";

/** Every container made for this one of the pod's, the newest first: each restart is a container of its own. */
export async function findAttempts(
  docker: Docker,
  pod: PodRef,
  container: string,
): Promise<readonly ContainerSummary[]> {
  const labels = [`${TYPE_LABEL}=container`, `${UID_LABEL}=${pod.uid}`, `${NAME_LABEL}=${container}`];
  const found = await listContainers(docker, { labels });
  return found.toSorted((one, other) => attemptOf(other) - attemptOf(one) || other.Created - one.Created);
}

/** The id of the one that runs now. */
export async function findRunning(docker: Docker, pod: PodRef, container: string): Promise<string | undefined> {
  const attempts = await findAttempts(docker, pod, container);
  return attempts.find(({ State }) => State === "running")?.Id;
}

/** The pod's sandbox: its network namespace is the pod's. */
export async function findSandbox(docker: Docker, pod: PodRef): Promise<string | undefined> {
  const labels = [`${TYPE_LABEL}=podsandbox`, `${UID_LABEL}=${pod.uid}`];
  return (await listContainers(docker, { labels, withStopped: false }))[0]?.Id;
}

/** Names end in `_<attempt>`; Docker's `Created` has whole seconds only. */
function attemptOf({ Names }: ContainerSummary): number {
  const digits = /_(\d+)$/.exec(Names[0] ?? "")?.[1];
  return digits === undefined ? 0 : Number(digits);
}

export interface LogChoice {
  readonly previous: boolean;
  /** The reason for which the API says the container waits. */
  readonly waiting: string | undefined;
}

/**
 * Whose log is meant. `previous` is the run before the current one; while a container waits to be started again, its
 * last run is both. Kubernetes: pkg/kubelet/kubelet_pods.go validateContainerLogStatus
 */
export function chooseLog<Attempt extends Pick<ContainerSummary, "State">>(
  attempts: readonly Attempt[],
  { previous, waiting }: LogChoice,
): Attempt | undefined {
  const started = attempts.filter(({ State }) => State !== "created");
  if (!previous) return started[0];
  const ended = started.filter(({ State }) => State !== "running");
  return started[0] === ended[0] && waiting !== "CrashLoopBackOff" ? ended[1] : ended[0];
}
