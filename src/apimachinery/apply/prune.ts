// Takes out what a manager applied last time and applies no longer, where nobody else wants it.
// Kubernetes: sigs.k8s.io/structured-merge-diff merge/update.go prune
import type { JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { type FieldSet, intersectSets, isEmptySet, subtractSet, unionSets } from "./field-set.ts";
import { fieldSetOf } from "./field-set-of.ts";
import type { Manager, Managers } from "./managed-fields.ts";
import { withNamedFields } from "./named-fields.ts";
import { removeMembers } from "./remove.ts";
import { inVersion, type Versioned, type Versions } from "./versions.ts";

export interface Pruning {
  readonly versions: Versions;
  /** The version of the merged object. */
  readonly apiVersion: string;
  /** Everybody, the applying manager with what it owns now. */
  readonly managers: Managers;
  /** The applying manager as it was before. */
  readonly last: Manager | undefined;
}

/** The merged object without what was dropped. Shares what stays. */
export function prune(merged: JsonObject, { versions, apiVersion, managers, last }: Pruning): JsonObject {
  if (last === undefined || isEmptySet(last.set)) return merged;
  const at = inVersion(versions, merged, last.apiVersion);
  if (at === undefined) return merged;
  const without = removeMembers(at.object, withNamedFields(last.set, at.schema), at.schema);
  const owned = addBackOwned(at, without, last.apiVersion, versions, managers);
  const pruned = addBackDangling(at, owned, last, versions);
  return inVersion(versions, pruned, apiVersion)?.object ?? merged;
}

function namedSetOf(object: JsonObject, schema: Schema): FieldSet {
  return withNamedFields(fieldSetOf(object, schema), schema);
}

/** What somebody owns stays, in whichever version they say so; the last one's first, for conversions may need it. */
function addBackOwned(
  merged: Versioned,
  pruned: JsonObject,
  lastVersion: string,
  versions: Versions,
  managers: Managers,
): JsonObject {
  const owned = new Map<string, FieldSet>();
  for (const { apiVersion, set } of managers.values()) {
    const others = owned.get(apiVersion);
    owned.set(apiVersion, others === undefined ? set : unionSets(others, set));
  }
  const order = [...owned.keys()].sort((left, right) => Number(right === lastVersion) - Number(left === lastVersion));
  let rest = pruned;
  for (const apiVersion of order) {
    const whole = inVersion(versions, merged.object, apiVersion);
    const less = inVersion(versions, rest, apiVersion);
    if (whole === undefined || less === undefined) continue;
    const { object, schema } = whole;
    const kept = unionSets(namedSetOf(less.object, schema), withNamedFields(owned.get(apiVersion) as FieldSet, schema));
    rest = removeMembers(object, subtractSet(namedSetOf(object, schema), kept), schema);
  }
  return rest;
}

/** What the applying manager never owned stays: it is nobody's, or an updater's. */
function addBackDangling(merged: Versioned, pruned: JsonObject, last: Manager, versions: Versions): JsonObject {
  const less = inVersion(versions, pruned, last.apiVersion);
  if (less === undefined) return merged.object;
  const { object, schema } = merged;
  const gone = subtractSet(namedSetOf(object, schema), namedSetOf(less.object, schema));
  return removeMembers(object, intersectSets(gone, withNamedFields(last.set, schema)), schema);
}
