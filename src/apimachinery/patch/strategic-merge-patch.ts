// Strategic merge patch: a merge patch that knows, from the schema, which lists are merged by key and which as sets.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go
import { cloneJson } from "../clone-json.ts";
import { goJsonType, goText } from "../go-text.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { fieldOf, isJsonObject, setField } from "../set-field.ts";
import { badRequest, type StatusError } from "../status-error.ts";
import { identityOf, orderMerged } from "./list-order.ts";

const directive = "$patch";
const retainKeys = "$retainKeys";
const deletePrefix = "$deleteFromPrimitiveList/";
const orderPrefix = "$setElementOrder/";

const badPrimitiveList = "invalid patch format of primitive list";
const badRetainKeys = "invalid patch format of retainKeys";

/** The patched object, which shares nothing with its sources. Throws BadRequest for a patch that makes no sense. */
export function applyStrategicMergePatch(document: JsonObject, patch: Json, schema: Schema): JsonObject {
  if (!isJsonObject(patch)) {
    throw badRequest(`json: cannot unmarshal ${goJsonType(patch)} into Go value of type map[string]interface {}`);
  }
  return mergeMap(cloneJson(document), cloneJson(patch), schema);
}

/** How the schema wants a field patched. */
interface FieldRule {
  readonly schema: Schema | undefined;
  readonly strategy: string;
  readonly mergeKey: string;
}

function ruleOf(schema: Schema | undefined, field: string): FieldRule {
  const properties = schema?.properties;
  const known = properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined;
  const additional = schema?.additionalProperties;
  const fieldSchema = known ?? (additional === true ? undefined : additional);
  const strategies = (known?.patchStrategy ?? "").split(",").filter((one) => one !== "retainKeys");
  return { schema: fieldSchema, strategy: strategies[0] ?? "", mergeKey: known?.patchMergeKey ?? "" };
}

/** Changes `original` (and eats up `patch`). */
function mergeMap(original: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
  if (Object.hasOwn(patch, directive)) return replaceOrDelete(patch);
  retainOnly(original, patch);
  mergeOrderedLists(original, patch, schema);
  for (const [patchKey, value] of Object.entries(patch)) {
    const deletes = patchKey.startsWith(deletePrefix);
    const key = deletes ? patchKey.slice(deletePrefix.length) : patchKey;
    if (value === null) {
      delete original[key];
      continue;
    }
    const rule = ruleOf(schema, key);
    const old = fieldOf(original, key);
    if (old !== undefined && goJsonType(old) === goJsonType(value)) {
      setField(original, key, mergeValue(old, value, rule, deletes));
    } else if (!deletes) setField(original, key, newValue(value, rule));
  }
  return original;
}

function replaceOrDelete(patch: JsonObject): JsonObject {
  const kind = patch[directive] as Json;
  delete patch[directive];
  if (kind === "replace") return patch;
  if (kind === "delete") return {};
  throw badRequest(`unknown patch type: ${goText(kind)} in map: ${goText(patch)}`);
}

function mergeValue(old: Json, value: Json, rule: FieldRule, deletes: boolean): Json {
  if (isJsonObject(old) && isJsonObject(value)) {
    return rule.strategy === "replace" ? value : mergeMap(old, value, rule.schema);
  }
  if (Array.isArray(old) && Array.isArray(value)) {
    return rule.strategy === "merge" ? mergeList(old, value, rule, deletes) : deletes ? old : value;
  }
  return deletes ? old : value;
}

/** A value where there was none: directives are carried out on nothing, so what is to be deleted isn't there. */
function newValue(value: Json, rule: FieldRule): Json {
  if (isJsonObject(value) && rule.strategy !== "replace") return mergeMap({}, value, rule.schema);
  if (Array.isArray(value) && rule.strategy === "merge") {
    return value
      .filter((item) => !hasDirective(item))
      .map((item) => (isJsonObject(item) ? mergeMap({}, item, rule.schema?.items) : item));
  }
  return withoutNulls(value);
}

function hasDirective(item: Json): boolean {
  return isJsonObject(item) && Object.hasOwn(item, directive);
}

/** Nulls mean that something is to go, and there is nothing. */
function withoutNulls(value: Json): Json {
  if (isJsonObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (child === null) delete value[key];
      else withoutNulls(child);
    }
  } else if (Array.isArray(value)) for (const item of value) if (isJsonObject(item)) withoutNulls(item);
  return value;
}

/** `$retainKeys`: what it doesn't name goes. Every field of the patch must be named. */
function retainOnly(original: JsonObject, patch: JsonObject): void {
  const kept = fieldOf(patch, retainKeys);
  if (kept === undefined) return;
  delete patch[retainKeys];
  if (!Array.isArray(kept)) throw badRequest(badRetainKeys);
  const names = new Set(kept);
  for (const [key, value] of Object.entries(patch)) {
    const isDirective = key.startsWith(deletePrefix) || key.startsWith(orderPrefix);
    if (value !== null && !isDirective && !names.has(key)) throw badRequest(badRetainKeys);
  }
  for (const key of Object.keys(original)) if (!names.has(key)) delete original[key];
}

/** `$setElementOrder/field`: merges that field's list and gives it the order asked for. */
function mergeOrderedLists(original: JsonObject, patch: JsonObject, schema: Schema | undefined): void {
  for (const key of Object.keys(patch).filter((one) => one.startsWith(orderPrefix))) {
    const order = patch[key] as Json;
    delete patch[key];
    if (!Array.isArray(order)) throw expected("slice", order);
    const field = key.slice(orderPrefix.length);
    const rule = ruleOf(schema, field);
    const old = listField(original, field);
    const changes = listField(patch, field);
    checkOrder(changes ?? [], order, rule.mergeKey);
    if (old === undefined && changes === undefined) continue;
    const merged = mergedList(old, changes, rule);
    checkElements(merged, order, rule.mergeKey);
    setField(original, field, orderMerged(merged, { patch: order, server: old ?? [] }, rule.mergeKey));
    delete patch[field];
  }
}

function listField(object: JsonObject, field: string): Json[] | undefined {
  const value = fieldOf(object, field);
  if (value === undefined || Array.isArray(value)) return value;
  throw expected("slice", value);
}

function mergedList(old: Json[] | undefined, changes: Json[] | undefined, rule: FieldRule): Json[] {
  if (changes === undefined) return old ?? [];
  return rule.strategy === "merge" ? mergeList(old ?? [], changes, rule, false) : changes;
}

function expected(goType: "slice" | "map", value: Json): StatusError {
  return badRequest(`expected a ${goType}, but received a ${goJsonType(value)}`);
}

/** The patch's items stand in the same order as `$setElementOrder` has them, and are all in it. */
function checkOrder(changes: readonly Json[], order: readonly Json[], mergeKey: string): void {
  if (order.length === 0 || changes.length === 0) return;
  const kept = changes.filter((item) => !hasDirective(item));
  let position = 0;
  for (const item of kept) {
    const identity = identityOf(item, mergeKey);
    while (position < order.length && identityOf(order[position] as Json, mergeKey) !== identity) position++;
    if (position === order.length) {
      throw badRequest(
        `The order in patch list:\n${goText([...changes])}\n doesn't match $setElementOrder list:\n${goText([...order])}\n`,
      );
    }
    position++;
  }
}

/** Items are all scalars, or all objects with their merge key; lists of lists there are none. */
function checkElements(first: readonly Json[], second: readonly Json[], mergeKey: string): void {
  const items = [...first, ...second];
  const type = items[0] === undefined ? "" : goJsonType(items[0]);
  if (type === "array") throw badRequest("lists of lists are not supported");
  for (const item of items) {
    if (goJsonType(item) !== type) {
      throw badRequest(`list element types are not identical: ${type} ${goJsonType(item)}`);
    }
  }
  if (type === "object" && mergeKey === "") throw badRequest("cannot merge lists without merge key for type struct");
}

function mergeList(old: Json[], changes: Json[], rule: FieldRule, deletes: boolean): Json[] {
  if (old.length === 0 && changes.length === 0) return old;
  checkElements(old, changes, rule.mergeKey);
  if (!isJsonObject(old[0] ?? changes[0])) {
    if (deletes) return old.filter((item) => !changes.includes(item));
    const merged = [...new Set([...old, ...changes])];
    return orderMerged(merged, { patch: changes, server: old }, "");
  }
  if (deletes) throw badRequest(badPrimitiveList);
  return mergeObjects(old as JsonObject[], changes as JsonObject[], rule);
}

function mergeObjects(old: readonly JsonObject[], changes: readonly JsonObject[], rule: FieldRule): Json[] {
  const { mergeKey } = rule;
  const plain = changes.filter((item) => !hasDirective(item));
  const { deleted, replaces } = readDirectives(changes.filter(hasDirective), mergeKey);
  if (replaces) return plain;
  const server = old.filter((item) => !deleted.has(keyOf(item, mergeKey)));
  const merged = [...server];
  const places = new Map<string, number>();
  server.forEach((item, index) => {
    const identity = identityOf(item, mergeKey);
    if (!places.has(identity)) places.set(identity, index);
  });
  for (const item of plain) {
    const identity = keyOf(item, mergeKey);
    const place = places.get(identity) ?? merged.length;
    places.set(identity, place);
    merged[place] = mergeMap(merged[place] ?? {}, item, rule.schema?.items);
  }
  return orderMerged(merged, { patch: plain, server }, mergeKey);
}

/** What a list's `$patch` items ask for. */
function readDirectives(items: readonly JsonObject[], mergeKey: string): { deleted: Set<string>; replaces: boolean } {
  const deleted = new Set<string>();
  let replaces = false;
  for (const item of items) {
    const kind = item[directive] as Json;
    if (kind === "replace") replaces = true;
    else if (kind === "delete") deleted.add(keyOf(item, mergeKey));
    else if (kind === "merge") throw badRequest("merging lists cannot yet be specified in the patch");
    else throw badRequest(`unknown patch type: ${goText(kind)} in map: ${goText(item)}`);
  }
  return { deleted, replaces };
}

/** The item's merge key, which it must have. */
function keyOf(item: JsonObject, mergeKey: string): string {
  if (!Object.hasOwn(item, mergeKey)) {
    throw badRequest(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
  }
  return identityOf(item, mergeKey);
}
