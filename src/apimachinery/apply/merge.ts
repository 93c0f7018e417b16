// What an object becomes when a configuration is applied to it: the configuration's values, the object's all else.
// Kubernetes: sigs.k8s.io/structured-merge-diff typed/merge.go
import { cloneJson } from "../clone-json.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { fieldOf, isJsonObject, setField } from "../set-field.ts";
import { elementOf } from "./list-elements.ts";
import { fieldSchema, itemsOf, relationOfValue } from "./relation.ts";

/** The merged object, which shares nothing with its sources. Throws PathElementError for a list's item without its key. */
export function mergeObjects(live: JsonObject, applied: JsonObject, schema: Schema): JsonObject {
  return mergeMaps(live, applied, schema);
}

function mergeValues(live: Json | undefined, applied: Json | undefined, schema: Schema): Json {
  if (applied === undefined) return cloneJson(live as Json);
  const relation = relationOfValue(schema, applied);
  if (relation === "map" && isMap(live) && isMap(applied)) {
    // Of two empty ones the applied one counts, be it null or not.
    if (isEmpty(live) && isEmpty(applied)) return cloneJson(applied);
    return mergeMaps(live ?? {}, applied ?? {}, schema);
  }
  if ((relation === "keyed" || relation === "set") && isList(live) && isList(applied)) {
    if (isEmpty(live) && isEmpty(applied)) return cloneJson(applied);
    return mergeLists(live ?? [], applied ?? [], schema);
  }
  return cloneJson(applied);
}

function isMap(value: Json | undefined): value is JsonObject | null | undefined {
  return value === undefined || value === null || isJsonObject(value);
}

function isList(value: Json | undefined): value is Json[] | null | undefined {
  return value === undefined || value === null || Array.isArray(value);
}

function isEmpty(value: Json[] | JsonObject | null | undefined): boolean {
  return value === null || value === undefined || Object.keys(value).length === 0;
}

function mergeMaps(live: JsonObject, applied: JsonObject, schema: Schema): JsonObject {
  const merged: JsonObject = {};
  for (const key of Object.keys(live)) {
    const own = live[key] as Json;
    const other = fieldOf(applied, key);
    setField(merged, key, other === undefined ? cloneJson(own) : mergeValues(own, other, fieldSchema(schema, key)));
  }
  for (const key of Object.keys(applied)) {
    if (Object.hasOwn(live, key)) continue;
    setField(merged, key, mergeValues(undefined, applied[key], fieldSchema(schema, key)));
  }
  return merged;
}

interface Indexed {
  readonly elements: readonly string[];
  readonly items: ReadonlyMap<string, Json>;
}

function indexed(list: readonly Json[], schema: Schema): Indexed {
  const elements = list.map((item) => elementOf(item, schema));
  const items = new Map<string, Json>();
  elements.forEach((element, index) => {
    // A duplicate is not merged with: which of them would it be?
    items.set(element, items.has(element) ? null : (list[index] as Json));
  });
  return { elements, items };
}

/**
 * The applied items in their order; the object's own stay before the shared item that they stood before.
 * Kubernetes: typed/merge.go visitListItems
 */
function mergeLists(live: readonly Json[], applied: readonly Json[], schema: Schema): Json[] {
  const left = indexed(live, schema);
  const right = indexed(applied, schema);
  const items = itemsOf(schema);
  const shared = right.elements.filter((element) => left.items.has(element));
  let nextShared = 0;
  const taken = new Set<string>();
  const merged: Json[] = [];
  const takeApplied = (element: string) => {
    taken.add(element);
    // A duplicate of the object's counts as absent.
    const own = left.items.get(element) ?? undefined;
    merged.push(mergeValues(own, right.items.get(element), items));
    if (shared[nextShared] === element) nextShared++;
  };
  let leftAt = 0;
  let rightAt = 0;
  while (leftAt < left.elements.length || rightAt < right.elements.length) {
    const own = left.elements[leftAt];
    const other = right.elements[rightAt];
    if (own !== undefined && other !== undefined) {
      if (own === other) {
        takeApplied(own);
        leftAt++;
        rightAt++;
        continue;
      }
      // Shared, but its turn comes with another.
      if (right.items.has(own) && nextShared < shared.length && shared[nextShared] !== own) {
        leftAt++;
        continue;
      }
    }
    if (own !== undefined) {
      if (!right.items.has(own)) {
        merged.push(cloneJson(live[leftAt] as Json));
        leftAt++;
        continue;
      }
      if (taken.has(own)) leftAt++;
    }
    if (other !== undefined) {
      takeApplied(other);
      rightAt++;
    }
  }
  return merged;
}
