// How violations are worded, and whom they are about.
// Kubernetes: staging/src/k8s.io/pod-security-admission/policy/{helpers,visitor}.go

import { visitContainers } from "../../../kinds/core/pod/visit-containers.ts";
import type { Container, PodSpec } from "../../../kinds/facts/types.gen.ts";

/** `"a", "b"` */
export function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}

/** Each text once, sorted by code unit as upstream sorts sets. */
export function sorted(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}

export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** `container "a"`, `containers "a", "b"` */
export function containersText(names: readonly string[]): string {
  return `${plural("container", "containers", names.length)} ${quoted(names)}`;
}

/** `pod and container "a"`; "" when neither is concerned. */
export function settersText(pod: boolean, names: readonly string[]): string {
  return [...(pod ? ["pod"] : []), ...(names.length === 0 ? [] : [containersText(names)])].join(" and ");
}

/** The names of the containers that `select` chooses, init containers first. */
export function containersWhere(spec: PodSpec, select: (container: Container) => boolean): string[] {
  const names: string[] = [];
  visitContainers(spec, "", (container) => {
    if (select(container)) names.push(container.name);
  });
  return names;
}

/** Pods for Windows have no use for what only Linux knows: such checks leave them alone since v1.25. */
export function isForWindows(spec: PodSpec): boolean {
  return spec.os?.name === "windows";
}

/** A pod in a user namespace of its own is nobody on its host. Kubernetes: KEP-127 */
export function hasOwnUsers(spec: PodSpec): boolean {
  return spec.hostUsers === false;
}
