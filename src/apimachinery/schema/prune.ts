// Drops from a custom resource what its schema does not name.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning/algorithm.go
import type { Json, JsonObject } from "../json.ts";
import { FieldPath } from "./field-path.ts";
import { nestingMax, strictErrorsMax } from "./limits.ts";
import type { Schema } from "./schema.ts";

export interface Pruned {
  readonly value: Json;
  /** Paths of what was dropped, in the order found. */
  readonly unknownFields: readonly string[];
}

/** The value without unknown fields; the same value when there are none. Built-in parts are left as they are. */
export function prune(schema: Schema, value: Json): Pruned {
  const unknownFields: string[] = [];
  const path = new FieldPath();
  const pruned = pruneUnknown(schema, value, {
    path,
    foundUnknown: (key) => {
      if (unknownFields.length < strictErrorsMax) unknownFields.push(path.textWith(key));
    },
    builtIn: (_definition, part) => part,
  });
  return { value: pruned, unknownFields };
}

export interface PruneWalk {
  readonly path: FieldPath;
  /** Called with the path standing on a sibling of the field. */
  readonly foundUnknown: (key: string) => void;
  /** What becomes of a part that has a built-in definition. */
  readonly builtIn: (definition: Schema, value: Json) => Json;
}

/** The walk of `prune`, for those that collect and type on their own. */
export function pruneUnknown(schema: Schema, value: Json, walk: PruneWalk): Json {
  if (schema.name !== undefined) return value === null ? value : walk.builtIn(schema, value);
  if (typeof value !== "object" || value === null || walk.path.depth >= nestingMax) return value;
  if (!Array.isArray(value)) return pruneObject(schema, value, walk);
  const { items } = schema;
  if (items === undefined) return value;
  let copy: Json[] | undefined;
  walk.path.push(0);
  for (let i = 0; i < value.length; i++) {
    const before = value[i] as Json;
    walk.path.set(i);
    const after = pruneUnknown(items, before, walk);
    if (after === before) continue;
    copy ??= [...value];
    copy[i] = after;
  }
  walk.path.pop();
  return copy ?? value;
}

/** Every object that a client may embed names itself. */
const embeddedFields: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

function pruneObject(schema: Schema, value: JsonObject, walk: PruneWalk): Json {
  const { properties, additionalProperties } = schema;
  let changed: Map<string, Json | undefined> | undefined;
  walk.path.push("");
  for (const key in value) {
    const before = value[key] as Json;
    const property = ownProperty(properties, key) ?? (additionalProperties === true ? undefined : additionalProperties);
    if (property === undefined) {
      const keeps = schema.preserveUnknownFields === true || additionalProperties === true;
      if (keeps || (schema.embeddedResource === true && embeddedFields.has(key))) continue;
      walk.foundUnknown(key);
      changed ??= new Map();
      changed.set(key, undefined);
      continue;
    }
    walk.path.set(key);
    const after = pruneUnknown(property, before, walk);
    if (after === before) continue;
    changed ??= new Map();
    changed.set(key, after);
  }
  walk.path.pop();
  return changed === undefined ? value : withChanges(value, changed);
}

function ownProperty(properties: Readonly<Record<string, Schema>> | undefined, key: string): Schema | undefined {
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/** The same fields in the same order, those set to undefined left out. */
export function withChanges(value: JsonObject, changes: ReadonlyMap<string, Json | undefined>): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, before] of Object.entries(value)) {
    const after = changes.has(key) ? changes.get(key) : before;
    if (after !== undefined) entries.push([key, after]);
  }
  // fromEntries defines fields: one called "__proto__" stays a field.
  return Object.fromEntries(entries);
}
