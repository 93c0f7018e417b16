// Fills in what a custom resource's schema says of absent fields.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/{algorithm,prunenulls}.go
import { cloneJson } from "../clone-json.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf } from "../set-field.ts";
import { nestingMax } from "./limits.ts";
import { withChanges } from "./prune.ts";
import type { Schema } from "./schema.ts";

/**
 * The value with defaults, sharing with it what did not change. A null where the schema allows none counts as absent:
 * it takes the default, or goes. Built-in parts (metadata) have their defaults elsewhere and are left alone.
 */
export function applyDefaults(schema: Schema, value: Json): Json {
  return filled(schema, value, 0);
}

function filled(schema: Schema, value: Json, depth: number): Json {
  if (typeof value !== "object" || value === null || schema.name !== undefined || depth >= nestingMax) return value;
  return Array.isArray(value) ? filledList(schema, value, depth) : filledObject(schema, value, depth);
}

function filledList(schema: Schema, value: readonly Json[], depth: number): Json[] {
  const { items } = schema;
  let copy: Json[] | undefined;
  if (items === undefined) return value as Json[];
  for (let i = 0; i < value.length; i++) {
    const before = value[i] as Json;
    const present = isForbiddenNull(items, before) && items.default !== undefined ? cloneJson(items.default) : before;
    const after = filled(items, present, depth + 1);
    if (after === before) continue;
    copy ??= [...value];
    copy[i] = after;
  }
  return copy ?? (value as Json[]);
}

function filledObject(schema: Schema, value: JsonObject, depth: number): JsonObject {
  const { properties, additionalProperties } = schema;
  const changes = new Map<string, Json | undefined>();
  for (const key of Object.keys(value)) {
    const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const property = own ?? (additionalProperties === true ? undefined : additionalProperties);
    if (property === undefined) continue;
    const before = value[key] as Json;
    const present = isForbiddenNull(property, before) ? absent(property) : before;
    const after = present === undefined ? undefined : filled(property, present, depth + 1);
    if (after !== before) changes.set(key, after);
  }
  const changed = changes.size === 0 ? value : withChanges(value, changes);
  return withMissing(properties, changed, depth);
}

function withMissing(
  properties: Readonly<Record<string, Schema>> | undefined,
  value: JsonObject,
  depth: number,
): JsonObject {
  let added: [string, Json][] | undefined;
  for (const key in properties) {
    const property = properties[key] as Schema;
    if (property.default === undefined || fieldOf(value, key) !== undefined) continue;
    added ??= [];
    added.push([key, filled(property, cloneJson(property.default), depth + 1)]);
  }
  return added === undefined ? value : Object.fromEntries([...Object.entries(value), ...added]);
}

function isForbiddenNull(schema: Schema, value: Json): boolean {
  return value === null && schema.nullable !== true && schema.name === undefined;
}

function absent(schema: Schema): Json | undefined {
  return schema.default === undefined ? undefined : cloneJson(schema.default);
}
