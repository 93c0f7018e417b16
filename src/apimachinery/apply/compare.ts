// Which paths two states of an object differ in.
// Kubernetes: sigs.k8s.io/structured-merge-diff typed/compare.go
import { equalJson } from "../clone-json.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { type Draft, emptySet, type FieldSet, leaf, withChild, withoutPaths } from "./field-set.ts";
import { wholeNode } from "./field-set-of.ts";
import { elementsOf } from "./list-elements.ts";
import { fieldElement } from "./path-element.ts";
import { absentValue, fieldSchema, itemsOf, relationOfValue } from "./relation.ts";
import { unownedMetadataFields, unownedRootFields } from "./unowned-fields.ts";

export interface Comparison {
  readonly added: FieldSet;
  readonly removed: FieldSet;
  readonly modified: FieldSet;
}

export function isSame({ added, removed, modified }: Comparison): boolean {
  return added === emptySet && removed === emptySet && modified === emptySet;
}

/** What names the object, what it is, and what the server says of it: nobody owns it, so it is not looked at. */
const unowned: Readonly<Record<Place, ReadonlySet<string>>> = {
  root: new Set(unownedRootFields),
  metadata: new Set(unownedMetadataFields),
  below: new Set(),
};

/** What changed from `old` to `updated`, but for what nobody owns. */
export function compareObjects(old: JsonObject, updated: JsonObject, schema: Schema): Comparison {
  const walk = new CompareWalk();
  walk.compareMaps(old, updated, schema, "root");
  return {
    added: walk.added ?? emptySet,
    removed: walk.removed ?? emptySet,
    modified: walk.modified ?? emptySet,
  };
}

/** Without the paths given and all below them. */
export function ignorePaths(comparison: Comparison, paths: readonly (readonly string[])[]): Comparison {
  if (paths.length === 0 || isSame(comparison)) return comparison;
  return {
    added: withoutPaths(comparison.added, paths),
    removed: withoutPaths(comparison.removed, paths),
    modified: withoutPaths(comparison.modified, paths),
  };
}

type Place = "root" | "metadata" | "below";

/** Each compare* leaves in the three fields the nodes for the values it was given; undefined: no difference. */
class CompareWalk {
  added: FieldSet | undefined;
  removed: FieldSet | undefined;
  modified: FieldSet | undefined;

  #answer(added: FieldSet | undefined, removed: FieldSet | undefined, modified: FieldSet | undefined): void {
    this.added = added;
    this.removed = removed;
    this.modified = modified;
  }

  /** `undefined` stands for nothing; at least one side is something. */
  compare(old: Json | undefined, updated: Json | undefined, schema: Schema, place: Place): void {
    if (old === updated) this.#answer(undefined, undefined, undefined);
    else if (old === undefined) this.#answer(wholeNode(updated as Json, schema), undefined, undefined);
    else if (updated === undefined) this.#answer(undefined, wholeNode(old, schema), undefined);
    else {
      const relation = relationOfValue(schema, updated ?? old);
      if (relation === "map" && canBe("map", old, updated)) this.compareMaps(old, updated, schema, place);
      else if (relation !== "map" && relation !== "leaf" && canBe("list", old, updated)) {
        this.#compareLists(old, updated, schema);
      } else this.#answer(undefined, undefined, equalJson(old, updated) ? undefined : leaf);
    }
  }

  compareMaps(old: Json, updated: Json, schema: Schema, place: Place): void {
    const before = isJsonObject(old) ? old : {};
    const after = isJsonObject(updated) ? updated : {};
    let added: Draft | undefined;
    let removed: Draft | undefined;
    let modified: Draft | undefined;
    const take = (key: string, oldValue: Json | undefined, newValue: Json | undefined) => {
      const child = fieldSchema(schema, key);
      const within = place === "root" && key === "metadata" ? "metadata" : "below";
      if (oldValue === undefined) this.compare(absentValue(schema, key), newValue, child, within);
      else this.compare(oldValue, newValue ?? absentValue(schema, key), child, within);
      const element = fieldElement(key);
      added = withChild(added, element, this.added);
      removed = withChild(removed, element, this.removed);
      modified = withChild(modified, element, this.modified);
    };
    const skipped = unowned[place];
    let isEmpty = true;
    for (const key in after) {
      isEmpty = false;
      const oldValue = fieldOf(before, key);
      const newValue = after[key] as Json;
      if (oldValue === newValue || skipped.has(key)) continue;
      take(key, oldValue, newValue);
    }
    for (const key in before) {
      isEmpty = false;
      if (Object.hasOwn(after, key) || skipped.has(key)) continue;
      take(key, before[key] as Json, undefined);
    }
    // Of two empty ones, one may be null: that is a difference of the map itself.
    if (isEmpty && !equalJson(old, updated)) modified = {};
    this.#answer(added, removed, modified);
  }

  #compareLists(old: Json, updated: Json, schema: Schema): void {
    let added: Draft | undefined;
    let removed: Draft | undefined;
    let modified: Draft | undefined;
    if (!equalJson(old, updated)) {
      const before = elementsOf(Array.isArray(old) ? old : [], schema);
      const after = elementsOf(Array.isArray(updated) ? updated : [], schema);
      if (before.size === 0 && after.size === 0) modified = {};
      const items = itemsOf(schema);
      for (const element of new Set([...before.keys(), ...after.keys()])) {
        this.#compareItems(before.get(element) ?? [], after.get(element) ?? [], items);
        added = withChild(added, element, this.added);
        removed = withChild(removed, element, this.removed);
        modified = withChild(modified, element, this.modified);
      }
    }
    this.#answer(added, removed, modified);
  }

  /** The items of one element: one on each side but for lists with duplicates, which upstream owns as wholes. */
  #compareItems(old: readonly Json[], updated: readonly Json[], items: Schema): void {
    const whole = (list: readonly Json[]) => (list[0] === undefined ? undefined : wholeNode(list[0], items));
    if (old.length <= 1 && updated.length <= 1) this.compare(old[0], updated[0], items, "below");
    else if (updated.length <= 1) this.#answer(whole(updated), leaf, undefined);
    else if (old.length <= 1) this.#answer(leaf, whole(old), undefined);
    else this.#answer(undefined, undefined, equalJson([...old], [...updated]) ? undefined : leaf);
  }
}

/** Null may stand for an empty map or list; a value of another type is compared as a leaf. */
function canBe(form: "map" | "list", old: Json, updated: Json): boolean {
  const fits = form === "map" ? isJsonObject : Array.isArray;
  return (old === null || fits(old)) && (updated === null || fits(updated));
}
