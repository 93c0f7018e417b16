// Items of sets and maps must differ: in whole, or in their keys.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go
import { equalJson } from "../clone-json.ts";
import { duplicate, type FieldError, invalidValue } from "../field-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { nestingMax } from "./limits.ts";
import type { Schema } from "./schema.ts";

/** The errors of a custom resource. With `old`, lists that an update leaves as they were are not told of. */
export function listTypeErrors(schema: Schema, value: Json, old?: Json): FieldError[] {
  const errors: FieldError[] = [];
  collect(schema, value, old, { path: "", depth: 0 }, errors);
  return errors;
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

function collect(schema: Schema, value: Json, old: Json | undefined, at: Place, errors: FieldError[]): void {
  if (typeof value !== "object" || value === null || schema.name !== undefined || at.depth >= nestingMax) return;
  if (Array.isArray(value)) {
    if (schema.listType !== undefined && !equalJson(value, old)) errors.push(...listErrors(schema, value, at.path));
    const { items } = schema;
    if (items === undefined) return;
    value.forEach((item, i) => {
      const before = Array.isArray(old) ? old[i] : undefined;
      collect(items, item, before, { path: `${at.path}[${i}]`, depth: at.depth + 1 }, errors);
    });
    return;
  }
  const { properties, additionalProperties } = schema;
  for (const key of Object.keys(value)) {
    const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const child = own ?? (additionalProperties === true ? undefined : additionalProperties);
    if (child === undefined) continue;
    const path = own === undefined ? `${at.path}[${key}]` : at.path === "" ? key : `${at.path}.${key}`;
    const before = isJsonObject(old) ? fieldOf(old, key) : undefined;
    collect(child, value[key] as Json, before, { path, depth: at.depth + 1 }, errors);
  }
}

function listErrors(schema: Schema, list: readonly Json[], path: string): FieldError[] {
  if (schema.listType === "set") {
    return repeatedIndexes(list).map((i) => duplicate(`${path}[${i}]`, list[i]));
  }
  if (schema.listType !== "map") return [];
  const odd = list.findIndex((item) => item !== null && !isJsonObject(item));
  if (odd >= 0) return [invalidValue(`${path}[${odd}]`, list[odd], "must be an object for an array of list-type map")];
  const keys = list.map((item) => keysOf(item as JsonObject | null, schema.listMapKeys ?? []));
  return repeatedIndexes(keys).map((i) => duplicate(`${path}[${i}]`, keys[i]));
}

function keysOf(item: JsonObject | null, names: readonly string[]): JsonObject {
  const entries = names.map((name): [string, Json | undefined] => [
    name,
    item === null ? undefined : fieldOf(item, name),
  ]);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Where a value stands for the second time; a third is not told. */
function repeatedIndexes(values: readonly Json[]): number[] {
  const counts = new Map<string, number>();
  const repeated: number[] = [];
  values.forEach((value, i) => {
    const text = canonicalText(value);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count === 2) repeated.push(i);
  });
  return repeated;
}

/** JSON with sorted fields: equal values have equal texts. */
function canonicalText(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
