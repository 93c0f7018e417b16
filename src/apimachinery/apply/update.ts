// Who owns what after a create, an update or a patch: the writer owns what it changed, and the others lose it.
// Kubernetes: sigs.k8s.io/structured-merge-diff merge/update.go Update; managedfields/internal/managedfieldsupdater.go
import type { JsonObject, KubeObject, ManagedFieldsEntry } from "../json.ts";
import { formatTime } from "../time.ts";
import { type Comparison, compareObjects, ignorePaths, isSame } from "./compare.ts";
import { emptySet, isEmptySet, subtractSet, unionSets } from "./field-set.ts";
import {
  capUpdaters,
  initialManagers,
  type Manager,
  type Managers,
  managerId,
  withoutUnowned,
  withSet,
  writeManagers,
} from "./managed-fields.ts";
import { PathElementError } from "./path-element.ts";
import { inVersion, type Versions } from "./versions.ts";

/** A write as ownership sees it. */
export interface Writing {
  /** The version that the request speaks: objects are given in it. */
  readonly apiVersion: string;
  readonly versions: Versions;
  /** The field manager's name. */
  readonly manager: string;
  /** "" for the main resource. */
  readonly subresource: string;
  readonly nowMs: number;
  /**
   * What this endpoint does not write whatever the request says: [["f:status"]] for a main resource with a status.
   * Kubernetes: rest.ResetFieldsStrategy
   */
  readonly ignored?: readonly (readonly string[])[];
}

/**
 * The managedFields of the object after the write; undefined: it has none. `live` is the object as it stands, undefined
 * for a create; `updated` what the client made of it, defaulted. An object that has no managedFields gets none by an
 * update, as upstream. Neither object is changed.
 */
export function trackUpdate(
  live: KubeObject | undefined,
  updated: KubeObject,
  writing: Writing,
): ManagedFieldsEntry[] | undefined {
  const managers = initialManagers(live?.metadata, updated.metadata, writing.subresource);
  if (managers.size === 0 && live !== undefined) return undefined;
  const before = (live ?? {}) as JsonObject;
  try {
    const tracked = withUpdate(managers, before, updated as JsonObject, writing);
    if (tracked === managers && live?.metadata?.managedFields !== undefined) {
      return hasEntriesOf(managers, live.metadata.managedFields)
        ? live.metadata.managedFields
        : writeManagers(managers);
    }
    return writeManagers(tracked);
  } catch (error) {
    // A list whose items have no key can be stored (it is older than its schema), but nobody owns its items.
    if (error instanceof PathElementError) return writeManagers(managers);
    throw error;
  }
}

function hasEntriesOf(managers: Managers, entries: readonly ManagedFieldsEntry[]): boolean {
  let index = 0;
  for (const manager of managers.values()) if (manager.entry !== entries[index++]) return false;
  return index === entries.length;
}

/** The managers after the write; the same ones when it changed nothing. Throws PathElementError. */
export function withUpdate(managers: Managers, live: JsonObject, updated: JsonObject, writing: Writing): Managers {
  const comparison = compareIn(writing, live, updated, writing.apiVersion);
  if (comparison === undefined || isSame(comparison)) return managers;
  const others = withoutChanged(managers, comparison, live, updated, writing);
  const changed = withoutUnowned(unionSets(comparison.modified, comparison.added));
  if (isEmptySet(changed)) return others;
  const writer = {
    name: writing.manager === "" ? "unknown" : writing.manager,
    operation: "Update",
    apiVersion: writing.apiVersion,
    subresource: writing.subresource,
    time: formatTime(writing.nowMs),
  } as const;
  const id = managerId(writer);
  const tracked = new Map(others);
  tracked.set(id, { ...writer, set: unionSets(others.get(id)?.set ?? emptySet, changed) });
  return capUpdaters(tracked);
}

/** What two states differ in, in a version; undefined when that version is no longer served. */
export function compareIn(
  { versions, ignored }: Pick<Writing, "versions" | "ignored">,
  live: JsonObject,
  updated: JsonObject,
  apiVersion: string,
): Comparison | undefined {
  const before = inVersion(versions, live, apiVersion);
  const after = inVersion(versions, updated, apiVersion);
  if (before === undefined || after === undefined) return undefined;
  return ignorePaths(compareObjects(before.object, after.object, before.schema), ignored ?? []);
}

/** The managers without what changed or went; who owns nothing any more, or speaks a version long gone, is dropped. */
function withoutChanged(
  managers: Managers,
  comparison: Comparison,
  live: JsonObject,
  updated: JsonObject,
  writing: Writing,
): Managers {
  const comparisons = new Map<string, Comparison | undefined>([[writing.apiVersion, comparison]]);
  const others = new Map<string, Manager>();
  for (const [id, manager] of managers) {
    const { apiVersion } = manager;
    if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, compareIn(writing, live, updated, apiVersion));
    const seen = comparisons.get(apiVersion);
    const left = seen === undefined ? undefined : withSet(manager, withoutDifferences(manager, seen));
    if (left !== undefined) others.set(id, left);
  }
  return others;
}

export function withoutDifferences(manager: Manager, { modified, added, removed }: Comparison) {
  return subtractSet(subtractSet(subtractSet(manager.set, modified), added), removed);
}
