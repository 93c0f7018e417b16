// Objects by their schemas: protobuf, decoding, defaults and the store's text, there and back.

import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import { decodeProtobuf, type FindSchema } from "../../../src/apimachinery/protobuf/decode-protobuf.ts";
import { applyDefaults } from "../../../src/apimachinery/schema/apply-defaults.ts";
import { decode } from "../../../src/apimachinery/schema/decode.ts";
import type { Schema } from "../../../src/apimachinery/schema/schema.ts";
import { validate } from "../../../src/apimachinery/schema/validate.ts";
import { isJsonObject } from "../../../src/apimachinery/set-field.ts";
import { resourceFacts } from "../../../src/kinds/facts/resources.ts";
import { findSchemaOfKind, schemaOf } from "../../../src/kinds/facts/schema-of.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { jsonText } from "../generate/json.ts";
import { objectOf, spoiled } from "../generate/object.ts";
import { encodeProtobuf } from "../generate/protobuf.ts";
import { samples } from "../generate/samples.ts";
import { check, checkSame, type Target } from "../target.ts";

interface Shape {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: Schema;
}

/** Every kind that is served, in every version. */
function shapes(): readonly Shape[] {
  return resourceFacts().map(({ group, version, kind, definition }) => ({
    apiVersion: group === "" ? version : `${group}/${version}`,
    kind,
    schema: schemaOf(definition),
  }));
}

const findSchema: FindSchema = (apiVersion, kind) => {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return findSchemaOfKind(group, version, kind);
};

function someObject(random: SeededRandom, { apiVersion, kind, schema }: Shape): JsonObject {
  return { ...objectOf(schema, random), apiVersion, kind };
}

function decoded(schema: Schema, value: Json): Json {
  const result = decode(schema, value, { collectUnknown: true });
  check(result.type === "decoded", `a fine object is read: ${result.type === "mismatch" ? result.message : ""}`);
  checkSame(result.unknownFields, [], "nothing of it is unknown");
  return result.value;
}

/** Fields by name, so that the order in which two forms carry them doesn't matter. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name] as Json)]),
  );
}

export const codec: Target = {
  name: "codec",
  cases: 25_000,
  prepare() {
    const all = shapes();
    return (random, note) => {
      const shape = random.pick(all);
      const object = someObject(random, shape);
      note(object);
      const stored = JSON.stringify(decoded(shape.schema, object));
      checkSame(JSON.parse(stored), object, "JSON to what is stored to JSON");
      checkSame(decoded(shape.schema, JSON.parse(stored) as Json), object, "what is stored reads as itself");
      const body = decodeProtobuf(encodeProtobuf(object, shape.schema), findSchema);
      check(body.type === "decoded", `protobuf is read: ${JSON.stringify(body)}`);
      checkSame(sorted(decoded(shape.schema, body.value)), sorted(object), "JSON to protobuf to JSON");
    };
  },
};

export const protobuf: Target = {
  name: "protobuf",
  cases: 50_000,
  prepare() {
    const all = shapes();
    const few = samples();
    return (random, note) => {
      const [shape, object] = random.chance(0.5) ? sampleOf(random, few) : made(random, all);
      const bytes = broken(random, encodeProtobuf(object, shape));
      note(Buffer.from(bytes).toString("base64"));
      const result = decodeProtobuf(bytes, findSchema, { apiVersion: "v1", kind: "ConfigMap" });
      if (result.type === "malformed") return check(result.message !== "", "a refusal says why");
      if (result.type === "unknown-kind") return;
      const schema = findSchema(result.apiVersion, result.kind) as Schema;
      const read = decode(schema, result.value, { collectUnknown: true });
      if (read.type === "mismatch") return;
      const stored = JSON.stringify(read.value);
      checkSame(JSON.parse(stored), read.value, "what is read is JSON");
    };
  },
};

function sampleOf(random: SeededRandom, few: ReturnType<typeof samples>): [Schema, JsonObject] {
  const { kind, object } = random.pick(few);
  const result = decode(kind.schema, object, { collectUnknown: false });
  return [kind.schema, result.type === "decoded" ? (result.value as JsonObject) : {}];
}

function made(random: SeededRandom, all: readonly Shape[]): [Schema, JsonObject] {
  const shape = random.pick(all);
  return [shape.schema, someObject(random, shape)];
}

/** Overlong numbers, ends of groups without a start, lengths beyond the end, invalid UTF-8, a float that is none. */
const brokenPieces: readonly (readonly number[])[] = [
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x0b],
  [0x0c],
  [0x0b, 0x0b, 0x0b, 0x0c],
  [0x07],
  [0x00],
  [0x0a, 0x7f],
  [0x12, 0x02, 0xc3, 0x28],
  [0x12, 0x03, 0xed, 0xa0, 0x80],
  [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f],
  [0x6b, 0x38, 0x73, 0x00],
  [0x0d, 1, 2, 3, 4],
];

function broken(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  let result = [...bytes];
  for (let count = random.integer(4); count > 0; count--) {
    const at = random.chance(0.9) ? 4 + random.integer(result.length) : random.integer(result.length + 1);
    switch (random.integer(6)) {
      case 0:
        result = result.slice(0, at);
        break;
      case 1:
        result.splice(at, random.integer(3), ...random.pick(brokenPieces));
        break;
      case 2:
        result.splice(at, 1 + random.integer(4));
        break;
      case 3:
        result.splice(at, 0, ...result.slice(at, at + random.integer(30)));
        break;
      case 4:
        if (random.chance(0.02))
          result.splice(at, 0, ...Array<number>(random.integer(20_000)).fill(random.pick([0x0b, 0x0a, 0xff, 0x12])));
        break;
      default:
        result[at] = random.integer(256);
    }
  }
  return Uint8Array.from(result);
}

export const decoding: Target = {
  name: "decoding",
  cases: 35_000,
  prepare() {
    const all = shapes();
    const few = samples();
    return (random, note) => {
      const sample = random.pick(few);
      const shape = random.pick(all);
      const isSample = random.chance(0.6);
      const schema = isSample ? sample.kind.schema : shape.schema;
      const value = spoiled(random, isSample ? sample.object : someObject(random, shape));
      note(jsonText(random, value, 0));
      const before = JSON.stringify(value);
      const first = decode(schema, value, { collectUnknown: true });
      checkSame(JSON.stringify(value), before, "what comes in stays as it is");
      if (first.type === "mismatch") return check(first.message !== "", "a refusal says why");
      const second = decode(schema, first.value, { collectUnknown: true });
      check(second.type === "decoded", "what was read can be read");
      checkSame(second.value, first.value, "and reads as itself");
      checkSame(second.unknownFields, [], "with nothing unknown");
      validate(schema, first.value);
      const defaulted = applyDefaults(schema, first.value);
      checkSame(applyDefaults(schema, defaulted), defaulted, "defaults are given once");
    };
  },
};
