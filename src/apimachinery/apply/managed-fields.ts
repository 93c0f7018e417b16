// `metadata.managedFields`: who owns which fields. One manager per name, operation, subresource and, for updates, version.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/{managedfields,capmanagers,stripmeta}.go
import { equalJson } from "../clone-json.ts";
import type { JsonObject, KubeObject, ManagedFieldsEntry, ObjectMeta } from "../json.ts";
import { updateManagersMax } from "../limits.ts";
import { parseTime } from "../time.ts";
import {
  type FieldSet,
  isEmptySet,
  readFieldSet,
  setOfPaths,
  sortedSet,
  subtractSet,
  unionOfAll,
} from "./field-set.ts";
import { PathElementError } from "./path-element.ts";
import { unownedMetadataFields, unownedRootFields } from "./unowned-fields.ts";

export interface Manager {
  readonly name: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string;
  /** When it last changed the object; undefined when it never was said. */
  readonly time: string | undefined;
  readonly set: FieldSet;
  /** The entry that this was read from, as long as nothing about it changed. */
  readonly entry?: ManagedFieldsEntry;
}

/** By `managerId`. Never changed in place. */
export type Managers = ReadonlyMap<string, Manager>;

/** Those who share one are one manager. An applier stays the same when it moves to another version. */
export function managerId(manager: Pick<Manager, "name" | "operation" | "apiVersion" | "subresource">): string {
  const version = manager.operation === "Apply" ? "" : manager.apiVersion;
  return `${manager.operation}/${version}/${manager.subresource}/${manager.name}`;
}

/** The managers that entries tell of; undefined when an entry cannot be read. */
export function readManagers(entries: readonly ManagedFieldsEntry[]): Managers | undefined {
  const managers = new Map<string, Manager>();
  for (const entry of entries) {
    const manager = readManager(entry);
    if (manager === undefined) return undefined;
    managers.set(managerId(manager), manager);
  }
  return managers;
}

function readManager(entry: ManagedFieldsEntry): Manager | undefined {
  if (entry.fieldsType !== "FieldsV1") return undefined;
  return {
    name: entry.manager ?? "",
    operation: entry.operation === "Apply" ? "Apply" : "Update",
    apiVersion: entry.apiVersion ?? "",
    subresource: entry.subresource ?? "",
    time: entry.time,
    // What is stored was written here, or was brought into its form when it was sent.
    set: (entry.fieldsV1 ?? {}) as unknown as FieldSet,
    entry,
  };
}

/**
 * The managers that a write begins with. A client may send managedFields: they count when they can be read, `[]` (or one
 * empty entry) takes all away, and what says nothing leaves the stored ones. A subresource cannot send any.
 * Kubernetes: managedfields/fieldmanager.go decodeLiveOrNew
 */
export function initialManagers(
  live: ObjectMeta | undefined,
  sent: ObjectMeta | undefined,
  subresource: string,
): Managers {
  const stored = live?.managedFields ?? [];
  const entries = sent?.managedFields;
  const own = () => readManagers(stored) ?? new Map<string, Manager>();
  if (subresource !== "" || entries === undefined || entries === stored) return own();
  if (isReset(entries)) return new Map();
  if (equalJson(entries as never, stored as never)) return own();
  const read = readManagers(canonicalEntries(entries) ?? []);
  return read === undefined || read.size === 0 ? own() : read;
}

function isReset(entries: readonly ManagedFieldsEntry[]): boolean {
  const only = entries[0];
  return only === undefined || (entries.length === 1 && Object.keys(only).length === 0);
}

/** Sent entries with their sets in canonical form; undefined when one is malformed. */
function canonicalEntries(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] | undefined {
  try {
    return entries.map((entry) => ({
      ...entry,
      fieldsV1: readFieldSet(entry.fieldsV1) as unknown as JsonObject,
    }));
  } catch (error) {
    if (error instanceof PathElementError) return undefined;
    throw error;
  }
}

/** The entries in the order they are stored; undefined when there are none. Unchanged managers keep their entry. */
export function writeManagers(managers: Managers): ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined;
  return [...managers.values()].sort(compareManagers).map(writeManager);
}

function writeManager(manager: Manager): ManagedFieldsEntry {
  if (manager.entry !== undefined) return manager.entry;
  return {
    ...(manager.name === "" ? {} : { manager: manager.name }),
    operation: manager.operation,
    ...(manager.apiVersion === "" ? {} : { apiVersion: manager.apiVersion }),
    ...(manager.time === undefined ? {} : { time: manager.time }),
    fieldsType: "FieldsV1",
    fieldsV1: sortedSet(manager.set) as unknown as JsonObject,
    ...(manager.subresource === "" ? {} : { subresource: manager.subresource }),
  };
}

/** By operation, whole seconds of time, name, version, subresource. */
function compareManagers(left: Manager, right: Manager): number {
  return (
    compareTexts(left.operation, right.operation) ||
    secondsOf(left) - secondsOf(right) ||
    compareTexts(left.name, right.name) ||
    compareTexts(left.apiVersion, right.apiVersion) ||
    compareTexts(left.subresource, right.subresource)
  );
}

function secondsOf(manager: Manager): number {
  const timeMs = manager.time === undefined ? undefined : parseTime(manager.time);
  return timeMs === undefined ? 0 : Math.floor(timeMs / 1000);
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The managedFields to store: when an update changed nothing but the times of its managers, the old ones, so that the
 * object is the same and need not be written.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager/equality.go
 */
export function withOldTimes(updated: KubeObject, old: KubeObject): ManagedFieldsEntry[] | undefined {
  const entries = updated.metadata?.managedFields;
  const before = old.metadata?.managedFields;
  if (entries === undefined || before === undefined || entries === before) return entries;
  const same =
    equalJson(entries.map(withoutTime) as never, before.map(withoutTime) as never) &&
    equalJson(withoutManagedFields(updated) as never, withoutManagedFields(old) as never);
  return same ? before : entries;
}

function withoutTime({ time: _, ...entry }: ManagedFieldsEntry): ManagedFieldsEntry {
  return entry;
}

/** The object without its managedFields; shares all else. */
export function withoutManagedFields<Type extends KubeObject>(object: Type): Type {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The manager with another set, or undefined when nothing is left to it. */
export function withSet(manager: Manager, set: FieldSet): Manager | undefined {
  if (set === manager.set) return manager;
  if (isEmptySet(set)) return undefined;
  const { entry: _, ...rest } = manager;
  return { ...rest, set };
}

const unowned = setOfPaths([
  ...unownedRootFields.map((field) => [`f:${field}`]),
  ["f:metadata"],
  ...unownedMetadataFields.map((field) => ["f:metadata", `f:${field}`]),
]);

/** For sets that a client has sent, and for objects whose whole metadata came or went. */
export function withoutUnowned(set: FieldSet): FieldSet {
  return subtractSet(set, unowned);
}

/**
 * At most ten updaters: of more, the oldest are put together, by version, as "ancient-changes". Appliers always stay.
 * Kubernetes: managedfields/internal/capmanagers.go
 */
export function capUpdaters(managers: Managers): Managers {
  const updaters = [...managers.values()].filter((manager) => manager.operation === "Update");
  if (updaters.length <= updateManagersMax) return managers;
  updaters.sort((left, right) => secondsOf(left) - secondsOf(right) || compareTexts(managerId(left), managerId(right)));
  const capped = new Map(managers);
  const firstOfVersion = new Map<string, Manager>();
  const gathered = new Map<string, FieldSet[]>();
  let count = updaters.length;
  for (const updater of updaters) {
    if (count <= updateManagersMax) break;
    const first = firstOfVersion.get(updater.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(updater.apiVersion, updater);
      continue;
    }
    const ancient = {
      name: "ancient-changes",
      operation: "Update",
      apiVersion: updater.apiVersion,
      subresource: "",
    } as const;
    const id = managerId(ancient);
    const bucket = capped.get(id) ?? first;
    if (!capped.has(id)) capped.delete(managerId(first));
    // An updater that is the bucket already is counted once.
    if (managerId(updater) !== id) capped.delete(managerId(updater));
    const sets = gathered.get(id) ?? [bucket.set];
    sets.push(updater.set);
    gathered.set(id, sets);
    // Its place is taken now, its set is put together at last.
    capped.set(id, { ...ancient, time: updater.time, set: bucket.set });
    count--;
  }
  for (const [id, sets] of gathered) capped.set(id, { ...(capped.get(id) as Manager), set: unionOfAll(sets) });
  return capped;
}
