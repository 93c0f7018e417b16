// What a client hears when it applies fields that others own with other values.
// Kubernetes: managedfields/internal/conflict.go
import { conflictPathsMax } from "../limits.ts";
import { StatusError } from "../status-error.ts";
import { type FieldSet, pathsOf, pathText, sortedSet } from "./field-set.ts";
import type { Manager } from "./managed-fields.ts";

export interface Conflict {
  readonly manager: Manager;
  /** Which of its fields. */
  readonly set: FieldSet;
}

/** The 409 that names every field and its manager. */
export function conflictError(conflicts: readonly Conflict[]): StatusError {
  const sorted = [...conflicts].sort((left, right) => (sortKey(left.manager) < sortKey(right.manager) ? -1 : 1));
  const named = sorted.map(({ manager, set }) => ({
    manager: managerText(manager),
    paths: firstPaths(set),
  }));
  const causes = named.flatMap(({ manager, paths }) =>
    paths.map((field) => ({ reason: "FieldManagerConflict", message: `conflict with ${manager}`, field })),
  );
  return new StatusError(409, "Conflict", messageOf(named, causes.length), { causes });
}

function sortKey({ name, operation, apiVersion, subresource }: Manager): string {
  return [name, operation, apiVersion, subresource].join("\0");
}

/** Enough to mend it by: a message is no place for a hundred thousand paths. */
function firstPaths(set: FieldSet): string[] {
  const paths: string[] = [];
  for (const path of pathsOf(sortedSet(set))) {
    if (paths.push(pathText(path)) >= conflictPathsMax) break;
  }
  return paths;
}

function messageOf(named: readonly { manager: string; paths: readonly string[] }[], count: number): string {
  if (count === 1) return `Apply failed with 1 conflict: conflict with ${named[0]?.manager}: ${named[0]?.paths[0]}`;
  const lines = named.flatMap(({ manager, paths }) => [
    `conflicts with ${manager}:`,
    ...paths.map((path) => `- ${path}`),
  ]);
  return `Apply failed with ${count} conflicts: ${lines.join("\n")}`;
}

/** `"kubectl-client-side-apply" using apps/v1`; appliers have no version. */
function managerText(manager: Manager): string {
  const within = manager.subresource === "" ? "" : ` with subresource ${JSON.stringify(manager.subresource)}`;
  const version = manager.operation === "Update" ? ` using ${manager.apiVersion}` : "";
  return `${JSON.stringify(manager.name)}${within}${version}`;
}
