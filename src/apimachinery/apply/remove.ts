// Takes the members of a set out of a value.
// Kubernetes: sigs.k8s.io/structured-merge-diff typed/remove.go
import type { Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { isJsonObject, setField } from "../set-field.ts";
import { childNode, type FieldSet, isEmptySet, isMember } from "./field-set.ts";
import { elementOf } from "./list-elements.ts";
import { fieldElement } from "./path-element.ts";
import { fieldSchema, itemsOf, relationOfValue } from "./relation.ts";

/** The object without the set's members; a map or list that loses its last is null. Shares what stays. */
export function removeMembers(object: JsonObject, set: FieldSet, schema: Schema): JsonObject {
  const rest = remove(object, set, schema);
  return isJsonObject(rest) ? rest : {};
}

function remove(value: Json, set: FieldSet, schema: Schema): Json {
  if (isEmptySet(set)) return value;
  const relation = relationOfValue(schema, value);
  if (relation === "leaf") {
    // Below a leaf nothing is owned; sets of an older schema may say so, and what they name goes with the leaf.
    return isJsonObject(value) || Array.isArray(value) ? null : value;
  }
  if (relation === "map") return isJsonObject(value) ? removeFields(value, set, schema) : null;
  return Array.isArray(value) ? removeItems(value, set, schema) : null;
}

function removeFields(map: JsonObject, set: FieldSet, schema: Schema): Json {
  const rest: JsonObject = {};
  let isEmpty = true;
  for (const key of Object.keys(map)) {
    const node = childNode(set, fieldElement(key));
    if (node !== undefined && isMember(node)) continue;
    const value = map[key] as Json;
    setField(rest, key, node === undefined ? value : remove(value, node, fieldSchema(schema, key)));
    isEmpty = false;
  }
  return isEmpty ? null : rest;
}

function removeItems(list: readonly Json[], set: FieldSet, schema: Schema): Json {
  const items = itemsOf(schema);
  const rest: Json[] = [];
  for (const item of list) {
    const node = childNode(set, elementOf(item, schema));
    if (node !== undefined && isMember(node)) continue;
    rest.push(node === undefined ? item : remove(item, node, items));
  }
  return rest.length === 0 ? null : rest;
}
