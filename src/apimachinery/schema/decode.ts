// Reads a parsed JSON value as its schema says: types are checked, unknown fields and nulls dropped, scalars brought
// to their written form. One walk; what needs no change is not copied.
// Kubernetes: sigs.k8s.io/json, and the UnmarshalJSON methods of apimachinery's types
import { goJsonType } from "../go-text.ts";
import type { Json, JsonObject } from "../json.ts";
import { FieldPath } from "./field-path.ts";
import { goTypeName } from "./go-type.ts";
import { nestingMax, strictErrorsMax } from "./limits.ts";
import { pruneUnknown, withChanges } from "./prune.ts";
import { base64, intOrString, microTime, quantity, type ScalarResult, time } from "./scalars.ts";
import type { Schema } from "./schema.ts";

export type Decoded =
  | {
      readonly type: "decoded";
      readonly value: Json;
      /** Paths like `spec.containers[0].foo`, in the order found. Empty when they were not asked for. */
      readonly unknownFields: readonly string[];
    }
  | {
      readonly type: "mismatch";
      /** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32` */
      readonly message: string;
    };

export interface DecodeOptions {
  /** Whether unknown fields are named. They are dropped in any case. */
  readonly collectUnknown: boolean;
}

/**
 * Decodes a value by its schema. The value is not changed; what is answered may share parts with it.
 *
 * Built-in definitions (schemas with a name) are read as Go reads them. A custom resource's schema is structural: its
 * own part is only pruned (wrong types are for `validate` to tell), the built-in parts in it (metadata) are typed.
 */
export function decode(schema: Schema, value: Json, options: DecodeOptions): Decoded {
  const walk = new Walk(options.collectUnknown);
  try {
    const decoded =
      schema.name === undefined ? decodeStructural(walk, schema, value) : decodeValue(walk, schema, value);
    return { type: "decoded", value: decoded, unknownFields: walk.unknown };
  } catch (error) {
    if (error instanceof Mismatch) return { type: "mismatch", message: error.message };
    throw error;
  }
}

/** Ends the walk; never leaves this file. */
class Mismatch extends Error {}

class Walk {
  readonly path = new FieldPath();
  /** The definition that holds the field at each depth of the path. */
  readonly owners: (Schema | undefined)[] = [];
  readonly unknown: string[] = [];
  readonly #collects: boolean;

  constructor(collects: boolean) {
    this.#collects = collects;
  }

  foundUnknown(key: string): void {
    if (!this.#collects || this.unknown.length >= strictErrorsMax) return;
    this.unknown.push(this.path.textWith(key));
  }

  enter(owner: Schema | undefined): void {
    if (this.path.depth >= nestingMax) throw new Mismatch("exceeded max depth");
    this.owners[this.path.depth] = owner;
    this.path.push("");
  }

  /** As encoding/json words it: the innermost struct, then every struct field from the top, without indexes. */
  mismatch(schema: Schema, found: string): Mismatch {
    const fields: (string | number)[] = [];
    let owner: Schema | undefined;
    for (let i = 0; i < this.path.depth; i++) {
      if (this.owners[i] === undefined) continue;
      owner = this.owners[i];
      fields.push(this.path.at(i));
    }
    const type = goTypeName(schema);
    if (owner === undefined) return new Mismatch(`json: cannot unmarshal ${found} into Go value of type ${type}`);
    const struct = (owner.name ?? "").replace(/^.*\./, "");
    const field = `${struct}.${fields.join(".")}`;
    return new Mismatch(`json: cannot unmarshal ${found} into Go struct field ${field} of type ${type}`);
  }
}

function decodeValue(walk: Walk, schema: Schema, value: Json): Json {
  switch (schema.type) {
    case "object":
      return schema.preserveUnknownFields === true ? value : decodeObject(walk, schema, value);
    case "array":
      if (!Array.isArray(value)) throw walk.mismatch(schema, goJsonType(value));
      return decodeList(walk, schema.items as Schema, value);
    case "string":
      if (schema.format !== undefined) return decodeFormat(walk, schema, value);
      if (typeof value !== "string") throw walk.mismatch(schema, goJsonType(value));
      return value;
    case "integer":
      return decodeInteger(walk, schema, value);
    case "boolean":
      if (typeof value !== "boolean") throw walk.mismatch(schema, goJsonType(value));
      return value;
    case "number":
      if (typeof value !== "number") throw walk.mismatch(schema, goJsonType(value));
      return value;
    case undefined:
      return schema.format === undefined ? value : decodeFormat(walk, schema, value);
    default:
      return schema.type satisfies never;
  }
}

function decodeObject(walk: Walk, schema: Schema, value: Json): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw walk.mismatch(schema, goJsonType(value));
  }
  const { properties } = schema;
  if (properties !== undefined) return decodeStruct(walk, schema, properties, value);
  return decodeMap(walk, schema.additionalProperties as Schema, value);
}

function decodeStruct(
  walk: Walk,
  schema: Schema,
  properties: Readonly<Record<string, Schema>>,
  value: JsonObject,
): JsonObject {
  let changed: Map<string, Json | undefined> | undefined;
  walk.enter(schema);
  for (const key in value) {
    const property = properties[key];
    const before = value[key] as Json;
    if (property === undefined) walk.foundUnknown(key);
    if (property === undefined || before === null) {
      changed ??= new Map();
      changed.set(key, undefined);
      continue;
    }
    walk.path.set(key);
    const after = decodeValue(walk, property, before);
    const isOmitted = isZero(property, after) && schema.omittedWhenZero?.has(key) === true;
    if (after === before && !isOmitted) continue;
    changed ??= new Map();
    changed.set(key, isOmitted ? undefined : after);
  }
  walk.path.pop();
  return changed === undefined ? value : withChanges(value, changed);
}

/** Structs are never zero to Go's encoder: `strategy: {}` stays. */
function isZero(schema: Schema, value: Json): boolean {
  if (value === "" || value === 0 || value === false) return true;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (schema.additionalProperties === undefined) return false;
  for (const _ in value) return false;
  return true;
}

function decodeMap(walk: Walk, schema: Schema, value: JsonObject): JsonObject {
  let changed: Map<string, Json> | undefined;
  walk.enter(undefined);
  for (const key in value) {
    const before = value[key] as Json;
    if (schema.type === "string" && schema.format === undefined && typeof before === "string") continue;
    walk.path.set(key);
    const after = before === null ? zeroOf(schema) : decodeValue(walk, schema, before);
    if (after === before) continue;
    changed ??= new Map();
    changed.set(key, after);
  }
  walk.path.pop();
  return changed === undefined ? value : withChanges(value, changed);
}

function decodeList(walk: Walk, schema: Schema, value: readonly Json[]): Json[] {
  let copy: Json[] | undefined;
  walk.enter(undefined);
  for (let i = 0; i < value.length; i++) {
    const before = value[i] as Json;
    walk.path.set(i);
    const after = before === null ? zeroOf(schema) : decodeValue(walk, schema, before);
    if (after === before) continue;
    copy ??= [...value];
    copy[i] = after;
  }
  walk.path.pop();
  return copy ?? (value as Json[]);
}

/** What Go makes of a null where a value must stand: in a list or a map. */
function zeroOf(schema: Schema): Json {
  switch (schema.type) {
    case "string":
      if (schema.format === "date-time" || schema.format === "micro-time") return null;
      return schema.format === "quantity" ? "0" : "";
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object":
      return schema.preserveUnknownFields === true ? null : {};
    case undefined:
      return schema.intOrString === true ? 0 : null;
    default:
      return schema.type satisfies never;
  }
}

const int32Max = 2 ** 31 - 1;
const int64Max = 2 ** 63;

function decodeInteger(walk: Walk, schema: Schema, value: Json): Json {
  if (typeof value !== "number") throw walk.mismatch(schema, goJsonType(value));
  const fits = schema.format === "int32" ? value <= int32Max && value >= -int32Max - 1 : Math.abs(value) <= int64Max;
  if (!fits || !Number.isInteger(value)) throw walk.mismatch(schema, `number ${value}`);
  return value;
}

function decodeFormat(walk: Walk, schema: Schema, value: Json): Json {
  switch (schema.format) {
    case "byte":
      if (typeof value !== "string") throw walk.mismatch(schema, goJsonType(value));
      return scalar(base64(value));
    case "date-time":
      return scalar(time(value));
    case "micro-time":
      return scalar(microTime(value));
    case "quantity":
      return scalar(quantity(value));
    case "int-or-string":
      return scalar(intOrString(value));
    case "schema-or-array":
      return Array.isArray(value)
        ? decodeList(walk, schema.items as Schema, value)
        : decodeObject(walk, schema.items as Schema, value);
    case "schema-or-bool":
      return typeof value === "boolean" ? value : decodeObject(walk, schema.items as Schema, value);
    case "schema-or-strings":
      return Array.isArray(value) ? value : decodeObject(walk, schema.items as Schema, value);
    default:
      return value;
  }
}

function scalar<T extends Json>(result: ScalarResult<T>): T {
  if (result.type === "malformed") throw new Mismatch(result.message);
  return result.value;
}

function decodeStructural(walk: Walk, schema: Schema, value: Json): Json {
  return pruneUnknown(schema, value, {
    path: walk.path,
    foundUnknown: (key) => walk.foundUnknown(key),
    // Metadata and the like: a built-in definition inside a custom resource.
    builtIn: (definition, part) => decodeValue(walk, definition, part),
  });
}
