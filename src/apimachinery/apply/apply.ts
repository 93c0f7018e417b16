// Server-side apply: the object with a configuration applied, and who owns what after it.
// Kubernetes: sigs.k8s.io/structured-merge-diff merge/update.go Apply; managedfields/internal/*.go, outermost first:
// versioncheck, lastappliedupdater, lastappliedmanager, skipnonapplied, capmanagers, stripmeta, structuredmerge
import { equalJson } from "../clone-json.ts";
import type { JsonObject, KubeObject, ManagedFieldsEntry } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { badRequest } from "../status-error.ts";
import { formatTime } from "../time.ts";
import { problemsOfApplied, problemsText } from "./check-applied.ts";
import { type Conflict, conflictError } from "./conflict.ts";
import {
  hasPath,
  intersectSets,
  isEmptySet,
  pathsOf,
  setOfPaths,
  subtractSet,
  unionSets,
  withoutPaths,
} from "./field-set.ts";
import { fieldSetOf } from "./field-set-of.ts";
import { inheritedFields, kubectlManager, syncLastApplied } from "./last-applied.ts";
import {
  capUpdaters,
  type Manager,
  type Managers,
  managerId,
  readManagers,
  withoutManagedFields,
  withoutUnowned,
  withSet,
  writeManagers,
} from "./managed-fields.ts";
import { mergeObjects } from "./merge.ts";
import { reconciledSet } from "./named-fields.ts";
import { PathElementError } from "./path-element.ts";
import { prune } from "./prune.ts";
import { compareIn, type Writing, withoutDifferences, withUpdate } from "./update.ts";

/** Who owned what before the first apply, when nobody had kept count. */
const beforeFirstApply = "before-first-apply";

export interface Applying extends Writing {
  /** Take fields over from those who own them with other values. */
  readonly force: boolean;
  /** The kind's name, for messages and for the check that the configuration is of it. */
  readonly kind: string;
}

export interface Applied {
  /** The object in the request's version, without managedFields, yet to be decoded (it may hold nulls) and defaulted. */
  readonly object: KubeObject;
  readonly managedFields: ManagedFieldsEntry[] | undefined;
  /** False: the object is as it was; only ownership may have changed. */
  readonly changed: boolean;
}

/**
 * Applies a configuration to the object as it stands; undefined `live` creates it. Throws BadRequest for a configuration
 * of another kind or one that does not fit the schema, Conflict for fields that others own. Its sources stay unchanged.
 */
export function applyConfiguration(live: KubeObject | undefined, applied: KubeObject, applying: Applying): Applied {
  const schema = checked(applied, applying);
  try {
    return applyChecked(live, applied, schema, applying);
  } catch (error) {
    // The configuration has been checked: it is the object (older than its schema) that has items without keys.
    if (!(error instanceof PathElementError)) throw error;
    throw badRequest(`failed to create typed live object (${objectText(applied, applying)}): ${error.message}`);
  }
}

function applyChecked(live: KubeObject | undefined, applied: KubeObject, schema: Schema, applying: Applying): Applied {
  const configuration = applied as JsonObject;
  const before = withoutManagedFields(live ?? {}) as JsonObject;
  const managers = managersBefore(live, before, applying);
  let outcome = applyOnce(before, configuration, managers, schema, applying, applying.force);
  if (outcome.type === "conflicts") {
    const left = conflictsLeft(outcome.conflicts, before, schema, applying);
    if (left.length > 0) throw conflictError(left);
    outcome = applyOnce(before, configuration, managers, schema, applying, true);
    if (outcome.type === "conflicts") throw new Error("a forced apply has no conflicts");
  }
  const synced = applying.manager === kubectlManager && syncLastApplied(outcome.object, configuration);
  return {
    object: outcome.object as KubeObject,
    managedFields: writeManagers(capUpdaters(outcome.managers)),
    changed: outcome.changed || synced,
  };
}

function checked(applied: KubeObject, { apiVersion, kind, versions }: Applying): Schema {
  if (applied.apiVersion !== apiVersion || applied.kind !== kind) {
    throw badRequest(`invalid object type: ${kindText(applied.apiVersion, applied.kind)}`);
  }
  if (applied.metadata?.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  const schema = versions.schemaOf(apiVersion);
  if (schema === undefined) throw new Error(`no schema for ${apiVersion}`);
  const problems = problemsOfApplied(applied as JsonObject, schema);
  if (problems.length === 0) return schema;
  const object = objectText(applied, { apiVersion, kind });
  throw badRequest(`failed to create typed patch object (${object}): ${problemsText(problems)}`);
}

/** `default/web; apps/v1, Kind=Deployment` */
function objectText(applied: KubeObject, { apiVersion, kind }: Pick<Applying, "apiVersion" | "kind">): string {
  const { namespace = "", name = "" } = applied.metadata ?? {};
  return `${namespace}/${name}; ${kindText(apiVersion, kind)}`;
}

/** `apps/v1, Kind=Deployment`; the core group's begin with the slash. */
function kindText(apiVersion: unknown, kind: unknown): string {
  // A configuration that is refused may say anything here.
  const [version = "", name = ""] = [apiVersion, kind].map((text) => (typeof text === "string" ? text : ""));
  return `${version.includes("/") ? version : `/${version}`}, Kind=${name}`;
}

/** The managers as stored. An object that has none gets one for all that stands in it. */
function managersBefore(live: KubeObject | undefined, before: JsonObject, applying: Applying): Managers {
  const stored = readManagers(live?.metadata?.managedFields ?? []) ?? new Map<string, Manager>();
  if (live === undefined) return stored;
  if (stored.size > 0) return reconciled(stored, applying);
  const { apiVersion } = applying;
  const nothing: JsonObject = { apiVersion };
  return withUpdate(stored, nothing, before, { ...applying, manager: beforeFirstApply });
}

function reconciled(managers: Managers, { versions }: Applying): Managers {
  const current = new Map<string, Manager>();
  for (const [id, manager] of managers) {
    const schema = versions.schemaOf(manager.apiVersion);
    const same = schema === undefined ? manager : withSet(manager, reconciledSet(manager.set, schema));
    if (same !== undefined) current.set(id, same);
  }
  return current;
}

type Outcome =
  | { readonly type: "applied"; readonly object: JsonObject; readonly managers: Managers; readonly changed: boolean }
  | { readonly type: "conflicts"; readonly conflicts: readonly Conflict[] };

function applyOnce(
  live: JsonObject,
  configuration: JsonObject,
  managers: Managers,
  schema: Schema,
  applying: Applying,
  force: boolean,
): Outcome {
  const { apiVersion, versions } = applying;
  const identity = {
    name: applying.manager,
    operation: "Apply",
    apiVersion,
    subresource: applying.subresource,
  } as const;
  const id = managerId(identity);
  const last = managers.get(id);
  const set = withoutPaths(fieldSetOf(configuration, schema), applying.ignored ?? []);
  const applier: Manager = { ...identity, time: last?.time, set };
  const claimed = new Map(managers).set(id, applier);
  const merged = mergeObjects(live, configuration, schema);
  // Who applies at least what it did before drops nothing.
  const drops = last !== undefined && (last.apiVersion !== apiVersion || !isEmptySet(subtractSet(last.set, set)));
  const pruned = drops ? prune(merged, { versions, apiVersion, managers: claimed, last }) : merged;
  // What pruning emptied is null; where the configuration says that it is empty, it is that.
  const object = pruned === merged ? merged : mergeObjects(pruned, configuration, schema);
  const others = withoutOthersFields(claimed, id, live, object, applying);
  if (!force && others.conflicts.length > 0) return { type: "conflicts", conflicts: others.conflicts };
  const changed = !equalJson(live, object);
  const owners = new Map(others.managers);
  const owned = withoutUnowned(set);
  if (isEmptySet(owned)) owners.delete(id);
  else if (
    last !== undefined &&
    !changed &&
    last.apiVersion === apiVersion &&
    equalJson(owned as never, last.set as never)
  ) {
    // Nothing new: the entry stays as it is, its time too.
    owners.set(id, last);
  } else {
    const time = changed || last?.time === undefined ? formatTime(applying.nowMs) : last.time;
    owners.set(id, { ...identity, time, set: owned });
  }
  return { type: "applied", object, managers: owners, changed };
}

/** The other managers without what the apply changes or takes out, and what they lose by it against their will. */
function withoutOthersFields(
  managers: Managers,
  applier: string,
  live: JsonObject,
  object: JsonObject,
  applying: Applying,
): { managers: Managers; conflicts: Conflict[] } {
  const left = new Map<string, Manager>();
  const conflicts: Conflict[] = [];
  const comparisons = new Map<string, ReturnType<typeof compareIn>>();
  for (const [id, manager] of managers) {
    if (id === applier) {
      left.set(id, manager);
      continue;
    }
    const { apiVersion } = manager;
    if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, compareIn(applying, live, object, apiVersion));
    const comparison = comparisons.get(apiVersion);
    if (comparison === undefined) continue;
    const lost = intersectSets(manager.set, unionSets(comparison.modified, comparison.added));
    if (!isEmptySet(lost)) conflicts.push({ manager, set: lost });
    const rest = withSet(manager, withoutDifferences(manager, comparison));
    if (rest !== undefined) left.set(id, rest);
  }
  return { managers: left, conflicts };
}

/** kubectl takes over from client-side apply without a conflict; for others, and for other fields, all are left. */
function conflictsLeft(
  conflicts: readonly Conflict[],
  live: JsonObject,
  schema: Schema,
  applying: Applying,
): readonly Conflict[] {
  if (applying.manager !== kubectlManager) return conflicts;
  const inherited = inheritedFields(live, applying.apiVersion, schema);
  if (isEmptySet(inherited)) return conflicts;
  const left: Conflict[] = [];
  for (const { manager, set } of conflicts) {
    const paths = [...pathsOf(set)].filter((path) => !hasPath(inherited, path));
    if (paths.length > 0) left.push({ manager, set: setOfPaths(paths) });
  }
  return left;
}
