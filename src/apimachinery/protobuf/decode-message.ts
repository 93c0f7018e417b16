// Reads a protobuf message into the JSON object that it stands for, by the schema's field numbers.
import { encodeBase64 } from "../base64.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { nestingMax, valuesMax } from "./limits.ts";
import { type FieldPlan, isEmbedded, type MessagePlan, planOf } from "./message-plan.ts";
import { bytesWire, expectWire, fixed64Wire, varintWire, WireError, type WireReader } from "./wire-reader.ts";
import { readIntOrString, readQuantity, readTime } from "./wire-scalars.ts";

/** Reads an object that stands inside another as raw bytes. */
export type ReadRaw = (bytes: Uint8Array) => Json;

/** One body's decoding: counts what it makes, so that a small body cannot become a huge object. */
export class MessageDecoder {
  readonly #readRaw: ReadRaw;
  #values = 0;

  constructor(readRaw: ReadRaw) {
    this.#readRaw = readRaw;
  }

  /** Adds the message's fields to `object`. Throws WireError. */
  read(schema: Schema, reader: WireReader, object: JsonObject, nesting = 0): JsonObject {
    if (nesting > nestingMax) throw new WireError("proto: messages nest too deep");
    this.#readFields(planOf(schema), reader, object, nesting);
    return object;
  }

  #readFields(plan: MessagePlan, reader: WireReader, object: JsonObject, nesting: number): void {
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      const entry = plan.fields[tag >>> 3];
      if (entry === undefined) reader.skip(tag & 7);
      else if (isEmbedded(entry)) {
        expectWire(tag, bytesWire, "embedded message");
        this.#readFields(entry, reader.message(), object, nesting);
      } else this.#readField(entry, tag, reader, object, nesting);
    }
  }

  #readField(field: FieldPlan, tag: number, reader: WireReader, object: JsonObject, nesting: number): void {
    const { property, schema, wireType } = field;
    if (wireType.startsWith("[]")) {
      const list = (object[property] ?? []) as Json[];
      object[property] = list;
      this.#readItems(field, tag, reader, list, nesting);
      return;
    }
    if (wireType.startsWith("map[")) {
      const map = (object[property] ?? {}) as JsonObject;
      object[property] = map;
      expectWire(tag, bytesWire, property);
      this.#readEntry(field, reader.message(), map, nesting);
      return;
    }
    const value = this.#readValue(schema, property, tag, reader, object[property], nesting);
    // A field that comes twice: the last one counts, also when it is zero.
    if (value === undefined || (field.isOmittedWhenZero && isZero(value))) delete object[property];
    else object[property] = value;
  }

  #readItems(field: FieldPlan, tag: number, reader: WireReader, list: Json[], nesting: number): void {
    const items = field.schema.items as Schema;
    const scalarWire = packedWires[items.type ?? ""];
    if (scalarWire === undefined || (tag & 7) !== bytesWire) {
      list.push(this.#readValue(items, field.property, tag, reader, undefined, nesting) ?? null);
      return;
    }
    const packed = reader.message();
    while (!packed.isAtEnd) {
      list.push(this.#readValue(items, field.property, scalarWire, packed, undefined, nesting) ?? null);
    }
  }

  #readEntry(field: FieldPlan, reader: WireReader, map: JsonObject, nesting: number): void {
    const schema = field.schema.additionalProperties as Schema;
    let key = "";
    let value: Json | undefined;
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      if (tag >>> 3 === 1) {
        expectWire(tag, bytesWire, field.property);
        key = reader.string();
      } else if (tag >>> 3 === 2) value = this.#readValue(schema, field.property, tag, reader, undefined, nesting);
      else reader.skip(tag & 7);
    }
    // Defined, not set: a key called "__proto__" is a key.
    Object.defineProperty(map, key, {
      value: value ?? zeroOf(schema),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }

  /** One value. Undefined: what Go would write as null. */
  #readValue(
    schema: Schema,
    name: string,
    tag: number,
    reader: WireReader,
    before: Json | undefined,
    nesting: number,
  ): Json | undefined {
    if (++this.#values > valuesMax) throw new WireError("proto: too many values");
    if (schema.format !== undefined && specialFormats.has(schema.format)) {
      expectWire(tag, bytesWire, name);
      return this.#readSpecial(schema, reader, nesting);
    }
    switch (schema.type) {
      case "string":
        expectWire(tag, bytesWire, name);
        return reader.string();
      case "boolean":
        expectWire(tag, varintWire, name);
        return reader.int64() !== 0;
      case "integer":
        expectWire(tag, varintWire, name);
        return schema.format === "int32" ? reader.int32() : reader.int64();
      case "number":
        expectWire(tag, fixed64Wire, name);
        return finite(reader.double());
      case "array":
        // A list that is a message of its own: ExtraValue, Verbs.
        expectWire(tag, bytesWire, name);
        return this.#readListMessage(schema, reader.message(), nesting);
      default:
        expectWire(tag, bytesWire, name);
        if (schema.preserveUnknownFields === true) return this.#readOpen(reader.message());
        return this.read(schema, reader.message(), isObject(before) ? before : {}, nesting + 1);
    }
  }

  #readListMessage(schema: Schema, reader: WireReader, nesting: number): Json[] {
    const list: Json[] = [];
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      if (tag >>> 3 !== 1) reader.skip(tag & 7);
      else list.push(this.#readValue(schema.items as Schema, "items", tag, reader, undefined, nesting) ?? null);
    }
    return list;
  }

  /** RawExtension, FieldsV1, JSON: one field of bytes. */
  #readOpen(reader: WireReader): Json | undefined {
    let raw: Uint8Array | undefined;
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      if (tag >>> 3 !== 1) {
        reader.skip(tag & 7);
        continue;
      }
      expectWire(tag, bytesWire, "raw");
      raw = reader.bytes();
    }
    return raw === undefined || raw.length === 0 ? undefined : this.#readRaw(raw);
  }

  #readSpecial(schema: Schema, reader: WireReader, nesting: number): Json | undefined {
    switch (schema.format) {
      case "byte":
        return encodeBase64(reader.bytes());
      case "date-time":
        return readTime(reader.message(), { withMicros: false });
      case "micro-time":
        return readTime(reader.message(), { withMicros: true });
      case "quantity":
        return readQuantity(reader.message());
      case "int-or-string":
        return readIntOrString(reader.message());
      default:
        return this.#readEither(schema, reader.message(), nesting);
    }
  }

  /** Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/marshal.go */
  #readEither(schema: Schema, reader: WireReader, nesting: number): Json | undefined {
    const items = schema.items as Schema;
    let object: JsonObject | undefined;
    let list: Json[] | undefined;
    let allows: boolean | undefined;
    const object_ = () => this.read(items, reader.message(), {}, nesting + 1);
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      const number = tag >>> 3;
      if (number !== 1 && number !== 2) {
        reader.skip(tag & 7);
        continue;
      }
      if (schema.format === "schema-or-bool" && number === 1) {
        expectWire(tag, varintWire, "allows");
        allows = reader.int64() !== 0;
        continue;
      }
      expectWire(tag, bytesWire, "schema");
      if (schema.format === "schema-or-bool" || number === 1) object = object_();
      else {
        list ??= [];
        list.push(schema.format === "schema-or-strings" ? reader.string() : object_());
      }
    }
    return list ?? object ?? allows;
  }
}

const specialFormats: ReadonlySet<string> = new Set([
  "byte",
  "date-time",
  "int-or-string",
  "micro-time",
  "quantity",
  "schema-or-array",
  "schema-or-bool",
  "schema-or-strings",
]);

/** Repeated numbers may come as one run of bytes. */
const packedWires: Readonly<Record<string, number>> = {
  boolean: varintWire,
  integer: varintWire,
  number: fixed64Wire,
};

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isZero(value: Json): boolean {
  if (value === "" || value === 0 || value === false) return true;
  if (!isObject(value)) return false;
  for (const _ in value) return false;
  return true;
}

function zeroOf(schema: Schema): Json {
  if (schema.type === "array") return [];
  if (schema.type === "object") return {};
  if (schema.format === "date-time" || schema.format === "micro-time") return null;
  return schema.format === "quantity" ? "0" : "";
}

/** JSON has no other. */
function finite(value: number): number {
  if (!Number.isFinite(value)) throw new WireError("proto: a number that JSON cannot carry");
  return value;
}
