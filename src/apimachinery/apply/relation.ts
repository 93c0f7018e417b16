// How the values of a schema node are merged: whole, field by field, or item by item.
// Kubernetes: k8s.io/kube-openapi/pkg/schemaconv; sigs.k8s.io/structured-merge-diff schema, typed/helpers.go deduceAtom
import type { Json } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { isJsonObject } from "../set-field.ts";

/**
 * leaf: owned and replaced as one. map: by field. keyed: a list by the keys of its items. set: a list by its items.
 * deduced: the schema leaves it open; objects are maps, all else is a leaf.
 */
export type Relation = "leaf" | "map" | "keyed" | "set" | "deduced";

/** Any value, owned as one. */
const anyValue: Schema = Object.freeze({});

/** Any value, its objects owned field by field. */
export const openValue: Schema = Object.freeze({ preserveUnknownFields: true });

const known = new WeakMap<Schema, Relation>();

export function relationOf(schema: Schema): Relation {
  let relation = known.get(schema);
  if (relation === undefined) {
    relation = decide(schema);
    known.set(schema, relation);
  }
  return relation;
}

function decide(schema: Schema): Relation {
  if (schema.intOrString === true) return "leaf";
  if (schema.type === "object") {
    if (schema.mapType === "atomic") return "leaf";
    return "map";
  }
  if (schema.type === "array") {
    if (schema.listType === "map" || (schema.listType === undefined && mergesByKey(schema))) return "keyed";
    if (schema.listType === "set" || (schema.listType === undefined && merges(schema))) return "set";
    return "leaf";
  }
  return schema.type === undefined && schema.preserveUnknownFields === true ? "deduced" : "leaf";
}

/** Lists that say nothing of their own are what strategic merge takes them for. */
function merges(schema: Schema): boolean {
  return schema.patchStrategy?.split(",").includes("merge") === true;
}

function mergesByKey(schema: Schema): boolean {
  return merges(schema) && schema.patchMergeKey !== undefined;
}

/** The relation of this value: what is left open is decided by it. */
export function relationOfValue(schema: Schema, value: Json | undefined): Exclude<Relation, "deduced"> {
  const relation = relationOf(schema);
  if (relation !== "deduced") return relation;
  return isJsonObject(value) ? "map" : "leaf";
}

/** The keys of a keyed list. */
export function keysOf(schema: Schema): readonly string[] {
  return schema.listMapKeys ?? (schema.patchMergeKey === undefined ? [] : [schema.patchMergeKey]);
}

/** A list's items. */
export function itemsOf(schema: Schema): Schema {
  return schema.items ?? anyValue;
}

/** Whether the schema has a property of that name: then its container need not be a member beside it. */
export function isNamedField(schema: Schema, field: string): boolean {
  return schema.properties !== undefined && Object.hasOwn(schema.properties, field);
}

/** A field's schema; undefined when the schema knows no such field. */
export function declaredField(schema: Schema, field: string): Schema | undefined {
  if (isNamedField(schema, field)) return schema.properties?.[field];
  const additional = schema.additionalProperties;
  if (additional !== undefined) return additional === true ? anyValue : additional;
  if (schema.preserveUnknownFields === true) return openValue;
  // An object of which nothing is said (RawExtension): any fields, each owned as one.
  return schema.properties === undefined ? anyValue : undefined;
}

/** A field's schema; what the schema doesn't know is owned as one. */
export function fieldSchema(schema: Schema, field: string): Schema {
  return declaredField(schema, field) ?? anyValue;
}

const emptyStruct: Json = Object.freeze({});

/**
 * What stands for an absent field: Go always has a struct that is no pointer, and writes a required list or map as
 * null, so their own path is never added or removed. Undefined: nothing.
 */
export function absentValue(schema: Schema, field: string): Json | undefined {
  const property = isNamedField(schema, field) ? schema.properties?.[field] : undefined;
  if (property === undefined || schema.omittedWhenZero === undefined) return undefined;
  const relation = relationOf(property);
  if (relation === "leaf" || relation === "deduced") return undefined;
  const isRequired = schema.required?.includes(field) === true;
  if (relation === "map" && property.properties !== undefined) {
    return isRequired || schema.omittedWhenZero.has(field) ? emptyStruct : undefined;
  }
  return isRequired ? null : undefined;
}
