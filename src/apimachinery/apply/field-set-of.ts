// The field set of a value: what a manager owns that says just this.
// Kubernetes: sigs.k8s.io/structured-merge-diff typed/tofieldset.go
import type { Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { isJsonObject } from "../set-field.ts";
import { asMember, type Draft, emptySet, type FieldSet, leaf, memberDraft, withChild } from "./field-set.ts";
import { elementsOf } from "./list-elements.ts";
import { fieldElement } from "./path-element.ts";
import { fieldSchema, isNamedField, itemsOf, relationOfValue } from "./relation.ts";

/** Of an object. Throws PathElementError for a list's item that has no key. */
export function fieldSetOf(object: JsonObject, schema: Schema): FieldSet {
  return nodeOf(object, schema) ?? emptySet;
}

/** Undefined: neither the path nor anything below it is in the set. */
function nodeOf(value: Json, schema: Schema): FieldSet | undefined {
  const relation = relationOfValue(schema, value);
  if (relation === "leaf") return leaf;
  let node: Draft | undefined;
  if (relation === "map") {
    if (!isJsonObject(value)) return undefined;
    for (const key in value) {
      const child = value[key] as Json;
      const below = nodeOf(child, fieldSchema(schema, key));
      const isItself = child === null || isEmptyObject(child) || !isNamedField(schema, key);
      node = withChild(node, fieldElement(key), isItself ? asMember(below ?? leaf) : below);
    }
    return node;
  }
  if (!Array.isArray(value)) return undefined;
  const items = itemsOf(schema);
  for (const [element, same] of elementsOf(value, schema)) {
    node = withChild(node, element, same.length > 1 ? leaf : asMember(nodeOf(same[0] as Json, items) ?? leaf));
  }
  return node;
}

function isEmptyObject(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The node of a value that was not there before, or is no longer: every path in it, maps and lists themselves too. */
export function wholeNode(value: Json, schema: Schema): FieldSet {
  const relation = relationOfValue(schema, value);
  if (relation === "leaf") return leaf;
  let node: Draft | undefined;
  if (relation === "map") {
    if (!isJsonObject(value)) return leaf;
    for (const key in value) {
      node ??= memberDraft();
      node[fieldElement(key)] = wholeNode(value[key] as Json, fieldSchema(schema, key));
    }
    return node ?? leaf;
  }
  if (!Array.isArray(value)) return leaf;
  const items = itemsOf(schema);
  for (const [element, same] of elementsOf(value, schema)) {
    node ??= memberDraft();
    node[element] = same.length > 1 ? leaf : wholeNode(same[0] as Json, items);
  }
  return node ?? leaf;
}
