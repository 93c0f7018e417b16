// What the OpenAPI documents must know of a resource: built-ins come from the facts, custom resources from their CRD.
import type { GroupVersionKind } from "../json.ts";

export interface OpenApiResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** The component of one object: "io.k8s.api.core.v1.Pod". */
  readonly definition: string;
  readonly listDefinition?: string;
  /** What a delete answers with, where that is not a Status. */
  readonly deletedDefinition?: string;
  readonly subresources: readonly OpenApiSubresource[];
  /** Made by a definition: it takes no strategic merge patches, and the old form of watching is not listed. */
  readonly isCustom?: true;
}

export interface OpenApiSubresource extends GroupVersionKind {
  readonly name: string;
  readonly verbs: readonly string[];
  /** Absent where it answers with text or a stream. */
  readonly definition?: string;
}

/** "AppsV1", "CoreV1", "RbacAuthorizationV1", "StableExampleComV1": how operation ids begin. */
export function groupVersionId(group: string, version: string): string {
  const name = group === "" ? "core" : group.replace(/\.k8s\.io$/, "");
  return [...name.split(/[.-]/), version].map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join("");
}

/** "apps_v1": how operations are grouped. */
export function groupVersionTag(group: string, version: string): string {
  const id = groupVersionId(group, "");
  return `${id.slice(0, 1).toLowerCase()}${id.slice(1)}_${version}`;
}

/** "api/v1" or "apis/apps/v1": the path of a group version, as the index of OpenAPI v3 names it. */
export function groupVersionPath(group: string, version: string): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}
