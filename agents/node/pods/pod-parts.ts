// A pod's parts, named once: its containers by role, and who it is.
import type { Container, EphemeralContainer, Pod, PodSpec } from "../../../src/kinds/facts/types.gen.ts";

/** A sidecar is an init container that goes on running. */
export type ContainerRole = "init" | "sidecar" | "app" | "ephemeral";

export interface PodContainer {
  readonly role: ContainerRole;
  readonly spec: Container | EphemeralContainer;
}

export interface PodIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

export function identityOf(pod: Pod): PodIdentity {
  const { uid = "", namespace = "", name = "" } = pod.metadata ?? {};
  return { uid, namespace, name };
}

export function specOf(pod: Pod): PodSpec {
  return pod.spec ?? { containers: [] };
}

/** In the order of the lists: init containers and sidecars, then app containers, then ephemeral ones. */
export function containersOf(pod: Pod): PodContainer[] {
  const { initContainers = [], containers, ephemeralContainers = [] } = specOf(pod);
  return [
    ...initContainers.map((spec) => ({ role: isSidecar(spec) ? ("sidecar" as const) : ("init" as const), spec })),
    ...containers.map((spec) => ({ role: "app" as const, spec })),
    ...ephemeralContainers.map((spec) => ({ role: "ephemeral" as const, spec })),
  ];
}

export function containerNamed(pod: Pod, name: string): PodContainer | undefined {
  return containersOf(pod).find(({ spec }) => spec.name === name);
}

export function isSidecar(initContainer: Container): boolean {
  return initContainer.restartPolicy === "Always";
}

/** "name_namespace(uid)": how upstream's messages name a pod. Kubernetes: pkg/kubelet/util/format/pod.go */
export function podText({ name, namespace, uid }: PodIdentity): string {
  return `${name}_${namespace}(${uid})`;
}
