// What must hold for every built-in kind, shown on objects made at random from its schema.
import { describe, expect, test } from "vitest";
import { resourceFacts } from "../../kinds/facts/resources.ts";
import { schemaOf } from "../../kinds/facts/schema-of.ts";
import type { Json, JsonObject } from "../json.ts";
import { applyDefaults } from "./apply-defaults.ts";
import { decode } from "./decode.ts";
import { findDuplicateFields } from "./duplicate-fields.ts";
import type { Schema } from "./schema.ts";
import { validate } from "./validate.ts";

/** A small linear congruential generator: the same objects on every run. */
function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = (below: number) => number;

/** A value as it would be stored: of the right type, nothing zero that may be left out. */
function valid(schema: Schema, random: Random, depth: number): Json {
  switch (schema.format) {
    case "date-time":
      return "2026-01-02T03:04:05Z";
    case "micro-time":
      return "2026-01-02T03:04:05.000006Z";
    case "quantity":
      return ["1", "500m", "2Gi", "1k"][random(4)] as string;
    case "int-or-string":
      return random(2) === 0 ? 1 + random(100) : "25%";
    case "byte":
      return "YWJj";
    case "schema-or-bool":
      return random(2) === 0;
    case "schema-or-array":
    case "schema-or-strings":
      return [];
  }
  switch (schema.type) {
    case "string":
      return `text-${random(1000)}`;
    case "integer":
    case "number":
      return 1 + random(1000);
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: 1 + random(2) }, () => valid(schema.items as Schema, random, depth + 1));
    case "object":
      return validObject(schema, random, depth);
    default:
      return { any: ["thing", null] };
  }
}

function validObject(schema: Schema, random: Random, depth: number): JsonObject {
  if (schema.preserveUnknownFields === true) return { any: [random(10), null] };
  if (typeof schema.additionalProperties === "object") {
    return { [`key-${random(100)}`]: valid(schema.additionalProperties, random, depth + 1) };
  }
  const object: JsonObject = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const isNeeded = schema.required?.includes(name) === true;
    if (isNeeded ? depth < 20 : depth < 9 && random(3) === 0) object[name] = valid(property, random, depth + 1);
  }
  return object;
}

/** The value with something in it replaced by what does not belong there. */
function spoiled(value: Json, random: Random): Json {
  const odd: Json[] = [null, "", 0, -1, 1.5, 1e300, true, [], {}, [null], { a: null }, "\u0000", "1", [[[]]]];
  if (typeof value !== "object" || value === null || random(4) === 0) return odd[random(odd.length)] as Json;
  if (Array.isArray(value)) return value.map((item, i) => (i === 0 ? spoiled(item, random) : item));
  const keys = Object.keys(value);
  const chosen = keys[random(keys.length + 1)];
  if (chosen === undefined) return { ...value, unknown: 1 };
  return { ...value, [chosen]: spoiled(value[chosen] as Json, random) };
}

describe("every kind", () => {
  const definitions = [...new Set(resourceFacts().map(({ definition }) => definition))];

  test.each(definitions)("%s: an object that is fine comes back as it is, with nothing unknown", (definition) => {
    const random = seededRandom(17);
    const schema = schemaOf(definition);
    for (let round = 0; round < 30; round++) {
      const value = valid(schema, random, 0);
      const result = decode(schema, value, { collectUnknown: true });
      expect(result).toEqual({ type: "decoded", value, unknownFields: [] });
      expect(result.type === "decoded" && result.value === value).toBe(true);
      expect(findDuplicateFields(JSON.stringify(value))).toEqual([]);
      expect(validate(schema, value)).toEqual([]);
      expect(applyDefaults(schema, value)).toBe(value);
    }
  });

  test.each(definitions)("%s: a spoiled object is refused, or read to one that is fine", (definition) => {
    const random = seededRandom(23);
    const schema = schemaOf(definition);
    for (let round = 0; round < 60; round++) {
      const value = spoiled(valid(schema, random, 0), random);
      const before = JSON.stringify(value);
      const first = decode(schema, value, { collectUnknown: true });
      expect(JSON.stringify(value)).toBe(before);
      if (first.type === "mismatch") continue;
      const second = decode(schema, first.value, { collectUnknown: true });
      expect(second).toEqual({ type: "decoded", value: first.value, unknownFields: [] });
    }
  });
});
