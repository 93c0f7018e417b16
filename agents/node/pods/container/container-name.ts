// The names and labels of a pod's containers in Docker: from them alone an agent that has lost everything else
// knows what runs here and for whom.
// cri-dockerd: core/naming.go, core/convert.go; Kubernetes: pkg/kubelet/kuberuntime/labels.go
import type { PodIdentity } from "../pod-parts.ts";

/** Labels, in the words of the kubelet and cri-dockerd, so that tools which know those find their way. */
export const label = {
  type: "io.kubernetes.docker.type",
  podName: "io.kubernetes.pod.name",
  podNamespace: "io.kubernetes.pod.namespace",
  podUid: "io.kubernetes.pod.uid",
  container: "io.kubernetes.container.name",
  sandbox: "io.kubernetes.sandbox.id",
  attempt: "annotation.io.kubernetes.container.restartCount",
  hash: "annotation.io.kubernetes.container.hash",
  graceSeconds: "annotation.io.kubernetes.pod.terminationGracePeriod",
  terminationMessagePath: "annotation.io.kubernetes.container.terminationMessagePath",
  terminationMessagePolicy: "annotation.io.kubernetes.container.terminationMessagePolicy",
  /** Which agent it belongs to: several may share one Docker. */
  agent: "io.skerry.agent",
} as const;

export type DockerType = "podsandbox" | "container";

/** `container`: "POD" for the sandbox. Docker allows one container of a name: the name is the idempotency key. */
export function dockerName(pod: PodIdentity, container: string, attempt: number): string {
  return ["k8s", container, pod.name, pod.namespace, pod.uid, attempt].join("_");
}

export const sandboxContainer = "POD";

export interface NameLabels {
  readonly agentId: string;
  readonly pod: PodIdentity;
  readonly type: DockerType;
  readonly container: string;
  readonly attempt: number;
}

export function nameLabels({ agentId, pod, type, container, attempt }: NameLabels): Record<string, string> {
  return {
    [label.agent]: agentId,
    [label.type]: type,
    [label.podName]: pod.name,
    [label.podNamespace]: pod.namespace,
    [label.podUid]: pod.uid,
    [label.container]: container,
    [label.attempt]: String(attempt),
  };
}

export interface NamedContainer extends NameLabels {
  readonly sandboxId: string | undefined;
  readonly hash: string;
  /** Seconds; undefined on containers of somebody older than this label. */
  readonly graceSeconds: number | undefined;
}

/** What the labels say; undefined when the container isn't one of a pod's. */
export function readLabels(labels: Readonly<Record<string, string>>): NamedContainer | undefined {
  const uid = labels[label.podUid];
  const type = labels[label.type];
  if (uid === undefined || (type !== "podsandbox" && type !== "container")) return undefined;
  const grace = Number(labels[label.graceSeconds] ?? Number.NaN);
  return {
    agentId: labels[label.agent] ?? "",
    pod: { uid, namespace: labels[label.podNamespace] ?? "", name: labels[label.podName] ?? "" },
    type,
    container: labels[label.container] ?? "",
    attempt: Number(labels[label.attempt] ?? 0) || 0,
    sandboxId: labels[label.sandbox],
    hash: labels[label.hash] ?? "",
    graceSeconds: Number.isFinite(grace) ? grace : undefined,
  };
}
