// Which container of which node a stream of a pod means, read from the pod as it is stored.
// Kubernetes: pkg/registry/core/pod/strategy.go LogLocation, streamLocation, validateContainer
import { badRequest } from "../../apimachinery/status-error.ts";
import type { ContainerStatus, Pod } from "../../kinds/facts/types.gen.ts";

export interface PodTarget {
  readonly node: string;
  readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string };
}

export interface ContainerOfPod extends PodTarget {
  readonly container: string;
  /** Why the container is waiting, as the API last heard. */
  readonly waiting: string | undefined;
}

/** Undefined: the pod has no node yet. */
export function podTarget(pod: Pod): PodTarget | undefined {
  const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
  const node = pod.spec?.nodeName ?? "";
  return node === "" ? undefined : { node, pod: { namespace, name, uid } };
}

export function requireNode<Target>(pod: Pod, target: Target | undefined): Target {
  if (target === undefined) throw badRequest(`pod ${pod.metadata?.name} does not have a host assigned`);
  return target;
}

/** A command can only run where a container can still be running. */
export function refuseFinished(pod: Pod): void {
  const phase = pod.status?.phase;
  if (phase !== "Succeeded" && phase !== "Failed") return;
  throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
}

/** Upstream's annotation that says which container a person means who names none. */
const defaultContainerAnnotation = "kubectl.kubernetes.io/default-container";

/** The container that `asked` means; "" is the only one, or the default. Throws BadRequest, naming the choices. */
export function containerName(pod: Pod, asked: string): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const names = containers.map((one) => one.name);
  const others = [...initContainers, ...ephemeralContainers].map((one) => one.name);
  const name = pod.metadata?.name ?? "";
  if (asked !== "") {
    if (names.includes(asked) || others.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const annotated = pod.metadata?.annotations?.[defaultContainerAnnotation];
  if (annotated !== undefined && names.includes(annotated)) return annotated;
  if (names.length === 1) return names[0] as string;
  const groups = [`[${names.join(" ")}]`];
  if (initContainers.length > 0)
    groups.push(`or one of the init containers: [${initContainers.map((one) => one.name).join(" ")}]`);
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: ${groups.join(" ")}`);
}

/** The reason that the container's status gives for waiting. */
export function waitingReason(pod: Pod, container: string): string | undefined {
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {};
  const all: ContainerStatus[] = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses];
  return all.find((one) => one.name === container)?.state?.waiting?.reason;
}
