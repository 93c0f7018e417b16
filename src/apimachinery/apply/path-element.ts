// One step of a path into an object, as FieldsV1 writes it: `f:name`, `k:{"name":"a"}`, `v:"x"`, `i:0`.
// Kubernetes: sigs.k8s.io/structured-merge-diff fieldpath/{element,serialize-pe}.go, typed/helpers.go
import type { Json, JsonObject } from "../json.ts";
import { parseJson } from "../json-text.ts";
import { fieldElementCacheMax } from "../limits.ts";
import type { Schema } from "../schema/schema.ts";
import { isJsonObject } from "../set-field.ts";

/** A list's item has no place in a field set; the message says why. */
export class PathElementError extends Error {
  override readonly name = "PathElementError";
}

const elements = new Map<string, string>();

/** `f:name`. The same few hundred names come again and again, and a known string is the faster key. */
export function fieldElement(name: string): string {
  const known = elements.get(name);
  if (known !== undefined) return known;
  if (elements.size >= fieldElementCacheMax) elements.clear();
  const element = `f:${name}`;
  elements.set(name, element);
  return element;
}

/** `v:"x"`: an item of a set. Throws PathElementError for what is no scalar. */
export function valueElement(item: Json): string {
  if (Array.isArray(item)) throw new PathElementError("not supported: associative list with lists as elements");
  if (isJsonObject(item)) throw new PathElementError("associative list without keys has an element that's a map type");
  return `v:${JSON.stringify(item)}`;
}

/** `k:{"name":"a"}`: an item of a list that is a map, by those of its keys that it has. Throws PathElementError without any. */
export function keyElement(item: Json, keys: readonly string[], items: Schema | undefined): string {
  if (item === null) throw new PathElementError("associative list with keys may not have a null element");
  if (!isJsonObject(item)) throw new PathElementError("associative list with keys may not have non-map elements");
  const only = keys[0];
  if (keys.length === 1 && only !== undefined) return `k:{${keyText(only, keyOf(item, only, items) ?? keyless(keys))}}`;
  const fields = [...keys].sort().flatMap((key) => {
    const value = keyOf(item, key, items);
    return value === undefined ? [] : [keyText(key, value)];
  });
  return fields.length === 0 ? keyless(keys) : `k:{${fields.join(",")}}`;
}

function keyText(key: string, value: Json): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function keyOf(item: JsonObject, key: string, items: Schema | undefined): Json | undefined {
  return Object.hasOwn(item, key) ? item[key] : items?.properties?.[key]?.default;
}

function keyless(keys: readonly string[]): never {
  const names = keys.map((key) => JSON.stringify(key)).join(" ");
  throw new PathElementError(
    `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
  );
}

/**
 * The element in its one written form; undefined for a kind of element that nobody knows (upstream drops it), an error
 * for one that is malformed.
 */
export function canonicalElement(element: string): string | undefined {
  const body = element.slice(2);
  switch (element.slice(0, 2)) {
    case "f:":
      return element;
    case "v:":
      return `v:${JSON.stringify(parsed(body))}`;
    case "k:": {
      const fields = parsed(body);
      if (!isJsonObject(fields)) throw new PathElementError(`malformed path element ${JSON.stringify(element)}`);
      const keys = Object.keys(fields).sort();
      return `k:{${keys.map((key) => keyText(key, fields[key] as Json)).join(",")}}`;
    }
    case "i:":
      if (!/^-?[0-9]+$/.test(body)) throw new PathElementError(`malformed path element ${JSON.stringify(element)}`);
      return element;
    default:
      return undefined;
  }
}

function parsed(text: string): Json {
  const read = parseJson(text);
  if (read.type === "malformed") throw new PathElementError(`malformed path element value ${JSON.stringify(text)}`);
  return read.value;
}

/** How messages write it: `.name`, `[name="a"]`, `[="x"]`, `[0]`. */
export function elementText(element: string): string {
  const body = element.slice(2);
  if (element.startsWith("f:")) return `.${body}`;
  if (element.startsWith("v:")) return `[=${body}]`;
  if (element.startsWith("i:")) return `[${body}]`;
  const fields = parsed(body) as JsonObject;
  return `[${Object.keys(fields)
    .map((key) => `${key}=${JSON.stringify(fields[key])}`)
    .join(",")}]`;
}

/** The order in which a set is written: fields, keys, values, indices; numbers by their size. */
export function compareElements(left: string, right: string): number {
  if (left === right) return 0;
  if (left.startsWith("f:") && right.startsWith("f:")) return left < right ? -1 : 1;
  const kinds = rank(left) - rank(right);
  return kinds !== 0 ? kinds : compareJson(parsed(left.slice(2)), parsed(right.slice(2)));
}

/** Elements in that order; those of long lists are read once each. */
export function sortElements(elements: string[]): string[] {
  const values = new Map<string, Json>();
  const readElement = (element: string) => {
    let value = values.get(element);
    if (value === undefined) {
      value = parsed(element.slice(2));
      values.set(element, value);
    }
    return value;
  };
  return elements.sort((left, right) => {
    const isNamed = left.startsWith("f:") || right.startsWith("f:") || left === "." || right === ".";
    if (isNamed || left[0] !== right[0]) return compareElements(left, right);
    return compareJson(readElement(left), readElement(right));
  });
}

function rank(element: string): number {
  return ".fkvi".indexOf(element[0] as string);
}

function compareJson(left: Json, right: Json): number {
  if (isJsonObject(left) && isJsonObject(right)) {
    const names = Object.keys(left);
    const others = Object.keys(right);
    for (const [index, name] of names.entries()) {
      const other = others[index];
      if (other === undefined) return 1;
      if (name !== other) return name < other ? -1 : 1;
      const values = compareJson(left[name] as Json, right[name] as Json);
      if (values !== 0) return values;
    }
    return names.length - others.length;
  }
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  const kinds = kindRank(left) - kindRank(right);
  if (kinds !== 0) return kinds;
  const [one, other] = [JSON.stringify(left), JSON.stringify(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Numbers before texts before booleans and all else, as upstream. */
function kindRank(value: Json): number {
  return ["number", "string", "boolean", "object"].indexOf(typeof value);
}
