// JSON as CEL values: adapted by its type where an expression looks at it, never copied.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/cel/common/values.go UnstructuredToVal
import { decodeBase64 } from "../base64.ts";
import type { Json, JsonObject } from "../json.ts";
import { fail } from "./evaluation-error.ts";
import { parseDuration, parseTimestamp } from "./time-text.ts";
import { type CelType, dynType, type ListKind, type ObjectType } from "./type.ts";
import { type CelValue, Duration, ListValue, MapValue, Timestamp } from "./value.ts";
import { work } from "./work.ts";

/** The value that stands for `json` where `type` is expected. Throws EvaluationError for what does not fit. */
export function adaptJson(json: Json, type: CelType): CelValue {
  if (json === null) return null;
  switch (type.kind) {
    case "int":
      return typeof json === "number" && Number.isInteger(json) ? BigInt(json) : adaptFreely(json);
    case "double":
      return typeof json === "number" ? json : adaptFreely(json);
    case "list":
      return Array.isArray(json) ? new JsonList(json, type.element, type.listKind) : misfit("an array", "array");
    case "map":
      return isObject(json) ? new JsonMap(json, type.value) : misfit("a map", "object");
    case "object":
      return isObject(json) ? new JsonStruct(json, type) : misfit("a map", "object");
    case "timestamp":
    case "duration":
    case "bytes":
      return typeof json === "string" ? adaptFormat(json, type.kind) : adaptFreely(json);
    default:
      return adaptFreely(json);
  }
}

function isObject(json: Json): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function misfit(expected: string, type: string): never {
  return fail(`invalid data, expected ${expected} for the provided schema with type=${type}`);
}

function adaptFormat(text: string, kind: "timestamp" | "duration" | "bytes"): CelValue {
  if (kind === "bytes") return decodeBase64(text) ?? fail("invalid data, expected base64 for the schema's format byte");
  if (kind === "duration") {
    const nanos = parseDuration(text);
    return nanos === undefined ? fail(`Invalid duration ${text}`) : new Duration(nanos);
  }
  const nanos = parseTimestamp(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  return nanos === undefined ? fail(`Invalid date-time ${text}`) : new Timestamp(nanos);
}

/** Without a schema: what the JSON says. A number without a fraction is an int. */
function adaptFreely(json: Json): CelValue {
  if (typeof json === "number") return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (typeof json !== "object" || json === null) return json;
  return Array.isArray(json) ? new JsonList(json, dynType, undefined) : new JsonMap(json, dynType);
}

/** Adapts once what is an object itself: its wrappers remember what they have seen. */
class Children<Key> {
  #known: Map<Key, CelValue> | undefined;

  get(key: Key, json: Json, type: CelType): CelValue {
    if (typeof json !== "object" || json === null) return adaptJson(json, type);
    const known = this.#known?.get(key);
    if (known !== undefined) return known;
    const value = adaptJson(json, type);
    this.#known ??= new Map();
    this.#known.set(key, value);
    return value;
  }
}

export class JsonList extends ListValue {
  readonly json: readonly Json[];
  readonly #element: CelType;
  readonly #kind: ListKind | undefined;
  readonly #children = new Children<number>();

  constructor(json: readonly Json[], element: CelType, kind: ListKind | undefined) {
    super();
    this.json = json;
    this.#element = element;
    this.#kind = kind;
  }
  get size(): number {
    return this.json.length;
  }
  at(index: number): CelValue {
    return this.#children.get(index, this.json[index] as Json, this.#element);
  }
  override get kind(): ListKind | undefined {
    return this.#kind;
  }
}

export class JsonMap extends MapValue {
  readonly json: JsonObject;
  readonly #value: CelType;
  readonly #children = new Children<string>();
  #keys: readonly string[] | undefined;

  constructor(json: JsonObject, value: CelType) {
    super();
    this.json = json;
    this.#value = value;
  }
  get size(): number {
    return this.keys().length;
  }
  find(key: CelValue): CelValue | undefined {
    if (typeof key !== "string" || !Object.hasOwn(this.json, key)) return undefined;
    return this.#children.get(key, this.json[key] as Json, this.#value);
  }
  keys(): readonly string[] {
    if (this.#keys === undefined) {
      this.#keys = Object.keys(this.json);
      work(this.#keys.length * 20);
    }
    return this.#keys;
  }
}

/** An object of known fields; what its type does not know is not there. */
export class JsonStruct extends MapValue {
  readonly json: JsonObject;
  readonly #type: ObjectType;
  readonly #children = new Children<string>();
  #keys: readonly string[] | undefined;

  constructor(json: JsonObject, type: ObjectType) {
    super();
    this.json = json;
    this.#type = type;
  }
  get size(): number {
    return this.keys().length;
  }
  find(name: CelValue): CelValue | undefined {
    const property = typeof name === "string" ? this.#type.property(name) : undefined;
    if (property === undefined || !Object.hasOwn(this.json, property.key)) return undefined;
    return this.#children.get(property.key, this.json[property.key] as Json, property.type);
  }
  keys(): readonly string[] {
    if (this.#keys === undefined) {
      const names = Object.keys(this.json);
      work(names.length * 20);
      this.#keys = names.flatMap((name) => this.#type.escaped(name) ?? []);
    }
    return this.#keys;
  }
}
