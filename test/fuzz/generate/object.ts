// Objects of built-in kinds, made from their schemas: fine ones, and ones with something in them that doesn't belong.
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import type { Schema } from "../../../src/apimachinery/schema/schema.ts";
import { setField } from "../../../src/apimachinery/set-field.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { oddScalar } from "./json.ts";
import { fieldSpice, spice } from "./spice.ts";
import { wellFormed } from "./text.ts";

/** How many values an object gets: beyond it only what is required follows. */
const valuesMax = 120;
const depthMax = 20;

/** Strings of any content that UTF-8 can carry. */
function someText(random: SeededRandom): string {
  switch (random.integer(8)) {
    case 0:
      return wellFormed(random.pick(spice)) || "x";
    case 1:
      return `é日本語\u{1f600}${random.integer(100)}`;
    default:
      return `text-${random.integer(1000)}`;
  }
}

function someInteger(random: SeededRandom, format: string | undefined): number {
  const large = format === "int32" ? [2 ** 31 - 1, -(2 ** 31)] : [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER];
  return random.chance(0.1) ? random.pick(large) : random.pick([1, -1]) * (1 + random.integer(1000));
}

const formatted: Readonly<Record<string, readonly Json[]>> = {
  "date-time": ["2026-01-02T03:04:05Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-02T00:00:00Z"],
  "micro-time": ["2026-01-02T03:04:05.000006Z", "1970-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z"],
  quantity: ["1", "500m", "2Gi", "1k", "-3", "1500n", "12e6", "9223372036854775807"],
  "int-or-string": [1, -1, 80, "25%", "http"],
  byte: ["YWJj", "AA==", "/+8="],
  "schema-or-bool": [true],
  "schema-or-array": [],
  "schema-or-strings": [],
};

interface Budget {
  values: number;
}

/** As it is stored: every value of its type, nothing zero where zero and absent are the same. */
export function objectOf(schema: Schema, random: SeededRandom): JsonObject {
  return someValue(schema, random, 0, { values: 10 + random.integer(valuesMax) }) as JsonObject;
}

function someValue(schema: Schema, random: SeededRandom, depth: number, budget: Budget): Json {
  budget.values -= 1;
  const choices = schema.format === undefined ? undefined : formatted[schema.format];
  if (choices !== undefined) return choices.length === 0 ? either(schema, random, depth, budget) : random.pick(choices);
  switch (schema.type) {
    case "string":
      return someText(random);
    case "integer":
      return someInteger(random, schema.format);
    case "number":
      return random.pick([1, -1, 0.5, 1e21, 123.25, 5e-324]);
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: 1 + random.integer(2) }, () =>
        someValue(schema.items as Schema, random, depth + 1, budget),
      );
    case "object":
      return fieldsOf(schema, random, depth, budget);
    default:
      return openValue(random);
  }
}

/** A schema, or a list of them or of strings: what a definition's schema has in three places. */
function either(schema: Schema, random: SeededRandom, depth: number, budget: Budget): Json {
  if (schema.format === "schema-or-strings") return ["a", someText(random)];
  const items = schema.items as Schema;
  if (depth > depthMax || budget.values <= 0) return { type: "string" };
  return fieldsOf(items, random, depth + 1, budget);
}

function openValue(random: SeededRandom): JsonObject {
  return { any: random.pick<Json>([1, null, "a", [], {}, [[null]], { constructor: 1 }, -1.5e300]) };
}

function fieldsOf(schema: Schema, random: SeededRandom, depth: number, budget: Budget): JsonObject {
  if (schema.preserveUnknownFields === true) return openValue(random);
  const object: JsonObject = {};
  if (typeof schema.additionalProperties === "object") {
    for (let count = 1 + random.integer(2); count > 0; count--) {
      const key = random.chance(0.85) ? `key-${random.integer(100)}` : wellFormed(random.pick(fieldSpice));
      setField(object, key, someValue(schema.additionalProperties, random, depth + 1, budget));
    }
    return object;
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    // The version and kind of an object within another are not on protobuf's wire.
    if (schema.protobuf !== undefined && schema.protobuf[name] === undefined) continue;
    const isNeeded = schema.required?.includes(name) === true;
    const isWanted = budget.values > 0 && depth < 9 && random.chance(0.33);
    if (!(isNeeded ? depth < depthMax : isWanted)) continue;
    const value = someValue(property, random, depth + 1, budget);
    if (!(schema.omittedWhenZero?.has(name) === true && isEmptyObject(value))) object[name] = value;
  }
  return object;
}

function isEmptyObject(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** The value with `count` places changed: to nonsense, to another place's value, to nothing, or to more of the same. */
export function spoiled(random: SeededRandom, value: Json, count = 1 + random.integer(3)): Json {
  let result = value;
  for (let left = count; left > 0; left--) result = spoiledOnce(random, result, value);
  return result;
}

function spoiledOnce(random: SeededRandom, value: Json, whole: Json): Json {
  if (typeof value !== "object" || value === null) return spoiledLeaf(random, value, whole);
  if (Array.isArray(value)) return spoiledList(random, value, whole);
  const names = Object.keys(value);
  const copy = { ...value };
  if (names.length === 0 || random.chance(0.08)) {
    setField(copy, random.chance(0.5) ? random.pick(fieldSpice) : "unknown", oddScalar(random));
    return copy;
  }
  const name = random.pick(names);
  const draw = random.integer(100);
  if (draw < 6) delete copy[name];
  else if (draw < 12) setField(copy, name, oddScalar(random));
  else setField(copy, name, spoiledOnce(random, value[name] as Json, whole));
  return copy;
}

function spoiledList(random: SeededRandom, list: readonly Json[], whole: Json): Json {
  const copy = [...list];
  const at = random.integer(list.length + 1);
  const item = list[at];
  const draw = random.integer(100);
  if (item === undefined || draw < 10) copy.splice(at, 0, oddScalar(random));
  else if (draw < 20) copy.splice(at, 1);
  else if (draw < 33) copy.push(item);
  else copy[at] = spoiledOnce(random, item, whole);
  return copy;
}

function spoiledLeaf(random: SeededRandom, value: Json, whole: Json): Json {
  if (random.chance(0.05)) return someWhere(random, whole);
  if (random.chance(0.15)) return random.pick<Json>([[], {}, [null], { a: null }, [[[]]]]);
  if (typeof value === "string" && random.chance(0.5)) {
    const at = random.integer(value.length + 1);
    return value.slice(0, at) + random.pick(spice) + value.slice(at);
  }
  return oddScalar(random);
}

/** Some part of the value. */
function someWhere(random: SeededRandom, value: Json): Json {
  let place = value;
  while (typeof place === "object" && place !== null && random.chance(0.8)) {
    const children: Json[] = Object.values(place);
    if (children.length === 0) break;
    place = random.pick(children);
  }
  return place;
}
