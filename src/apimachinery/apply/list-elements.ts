// The items of a list by their path elements.
// Kubernetes: sigs.k8s.io/structured-merge-diff typed/helpers.go listItemToPathElement
import type { Json } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { keyElement, valueElement } from "./path-element.ts";
import { itemsOf, keysOf, relationOf } from "./relation.ts";

/** An item's path element. Throws PathElementError. */
export function elementOf(item: Json, schema: Schema): string {
  return relationOf(schema) === "keyed" ? keyElement(item, keysOf(schema), itemsOf(schema)) : valueElement(item);
}

/** Items by element, in the list's order; more than one where the list has duplicates. Throws PathElementError. */
export function elementsOf(list: readonly Json[], schema: Schema): Map<string, Json[]> {
  const elements = new Map<string, Json[]>();
  for (const item of list) {
    const element = elementOf(item, schema);
    const same = elements.get(element);
    if (same === undefined) elements.set(element, [item]);
    else same.push(item);
  }
  return elements;
}
