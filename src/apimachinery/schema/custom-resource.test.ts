import { describe, expect, test } from "vitest";
import { schemaOf } from "../../kinds/facts/schema-of.ts";
import { fieldErrorText } from "../field-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { applyDefaults } from "./apply-defaults.ts";
import { schemaFromOpenApi } from "./custom-schema.ts";
import { decode } from "./decode.ts";
import { listTypeErrors } from "./list-types.ts";
import { prune } from "./prune.ts";
import type { Schema } from "./schema.ts";
import { validate } from "./validate.ts";

const objectMeta = schemaOf("meta.v1.ObjectMeta");

/** A custom resource whose spec has this schema. */
function withSpec(spec: JsonObject): Schema {
  return schemaFromOpenApi({ type: "object", properties: { spec } }, objectMeta);
}

function errorsOf(spec: JsonObject, value: Json, old?: Json): string[] {
  const before = old === undefined ? undefined : { spec: old };
  return validate(withSpec(spec), { spec: value }, before).map(fieldErrorText);
}

describe("schemaFromOpenApi", () => {
  test("reads a node only when it is asked for", () => {
    const spec = { type: "object", properties: {} as JsonObject };
    let reads = 0;
    Object.defineProperty(spec.properties, "a", {
      enumerable: true,
      get: () => {
        reads++;
        return { type: "string" };
      },
    });
    const schema = withSpec(spec);
    expect(reads).toBe(0);
    expect(schema.properties?.["spec"]?.properties?.["a"]).toEqual({ type: "string" });
    expect(schema.properties?.["spec"]).toBe(schema.properties?.["spec"]);
    expect(reads).toBe(1);
  });

  test("gives every object its metadata", () => {
    const schema = withSpec({ type: "object" });
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(["apiVersion", "kind", "metadata", "spec"]);
    expect(schema.properties?.["metadata"]).toBe(objectMeta);
  });

  test("a megabyte of schema costs what is used of it", () => {
    let leaf: JsonObject = {
      type: "object",
      properties: Object.fromEntries(names(30).map((n) => [n, { type: "string" }])),
    };
    for (let i = 0; i < 3; i++)
      leaf = { type: "object", properties: Object.fromEntries(names(9).map((n) => [n, leaf])) };
    const text = JSON.stringify(leaf);
    expect(text.length).toBeGreaterThan(400_000);
    const raw = JSON.parse(text) as JsonObject;
    const start = performance.now();
    const result = decode(
      withSpec(raw),
      { spec: { n1: { n2: { n3: { n4: "x", other: 1 } } } } },
      { collectUnknown: true },
    );
    expect(performance.now() - start).toBeLessThan(50);
    expect(result).toMatchObject({ type: "decoded", unknownFields: ["spec.n1.n2.n3.other"] });
  });
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `n${i}`);
}

describe("prune", () => {
  const spec = {
    type: "object",
    properties: {
      open: { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties: { a: { type: "object" } } },
      map: { type: "object", additionalProperties: { type: "object", properties: { a: { type: "string" } } } },
      list: { type: "array", items: { type: "object", properties: { a: { type: "string" } } } },
      template: {
        type: "object",
        "x-kubernetes-embedded-resource": true,
        "x-kubernetes-preserve-unknown-fields": true,
      },
    },
  };

  test("drops what the schema does not name, and says where it was", () => {
    const value = {
      spec: {
        open: { a: { b: 1 }, c: 2 },
        map: { k: { a: "x", b: 1 } },
        list: [{ a: "x" }, { b: 1 }],
        other: 1,
        template: { kind: "Pod", metadata: { name: "a" }, spec: {} },
      },
    };
    expect(prune(withSpec(spec), value)).toEqual({
      value: {
        spec: {
          open: { a: {}, c: 2 },
          map: { k: { a: "x" } },
          list: [{ a: "x" }, {}],
          template: { kind: "Pod", metadata: { name: "a" }, spec: {} },
        },
      },
      unknownFields: ["spec.open.a.b", "spec.map.k.b", "spec.list[1].b", "spec.other"],
    });
  });

  test("answers the same value when there is nothing to drop", () => {
    const value = { spec: { list: [{ a: "x" }] } };
    expect(prune(withSpec(spec), value).value).toBe(value);
  });

  test("an embedded object's metadata is typed", () => {
    const value = { spec: { template: { metadata: { labels: { a: null } } } } };
    const result = decode(withSpec(spec), value, { collectUnknown: true });
    expect(result).toMatchObject({ value: { spec: { template: { metadata: { labels: { a: "" } } } } } });
  });
});

describe("applyDefaults", () => {
  const spec = {
    type: "object",
    default: {},
    properties: {
      size: { type: "integer", default: 3 },
      name: { type: "string" },
      maybe: { type: "string", nullable: true, default: "x" },
      parts: { type: "array", items: { type: "object", properties: { kind: { type: "string", default: "plain" } } } },
      byName: {
        type: "object",
        additionalProperties: { type: "object", properties: { on: { type: "boolean", default: true } } },
      },
    },
  };

  test.each<[Json, Json]>([
    [{}, { spec: { size: 3, maybe: "x" } }],
    [{ spec: { size: 5, maybe: null } }, { spec: { size: 5, maybe: null } }],
    [{ spec: { size: null, name: null, maybe: "" } }, { spec: { size: 3, maybe: "" } }],
    [
      { spec: { parts: [{}, { kind: "x" }], byName: { a: {} } } },
      { spec: { parts: [{ kind: "plain" }, { kind: "x" }], byName: { a: { on: true } }, size: 3, maybe: "x" } },
    ],
  ])("%j", (value, expected) => {
    expect(applyDefaults(withSpec(spec), value)).toEqual(expected);
  });

  test("leaves the value and the schema's default untouched", () => {
    const schema = withSpec({
      type: "object",
      default: { list: [1] },
      properties: { list: { type: "array", items: { type: "integer" } } },
    });
    const empty: JsonObject = {};
    const filled = applyDefaults(schema, empty) as { spec: { list: number[] } };
    filled.spec.list.push(2);
    expect(empty).toEqual({});
    expect(applyDefaults(schema, {})).toEqual({ spec: { list: [1] } });
    const whole = { spec: { list: [] } };
    expect(applyDefaults(schema, whole)).toBe(whole);
  });
});

describe("validate", () => {
  test.each<[string, JsonObject, Json, string[]]>([
    [
      "type",
      { type: "integer" },
      "x",
      ['spec: Invalid value: "string": spec in body must be of type integer: "string"'],
    ],
    [
      "type of null",
      { type: "object" },
      null,
      ['spec: Invalid value: "null": spec in body must be of type object: "null"'],
    ],
    ["nullable", { type: "object", nullable: true }, null, []],
    ["whole numbers are numbers", { type: "number" }, 3, []],
    [
      "a number is no integer",
      { type: "integer" },
      1.5,
      ['spec: Invalid value: "number": spec in body must be of type integer: "number"'],
    ],
    [
      "int-or-string",
      { "x-kubernetes-int-or-string": true },
      true,
      ['spec: Invalid value: "boolean": spec in body must be of type integer,string: "boolean"'],
    ],
    ["int-or-string takes both", { "x-kubernetes-int-or-string": true }, "50%", []],
    ["required", { type: "object", required: ["a"] }, {}, ["spec.a: Required value"]],
    [
      "minimum",
      { type: "integer", minimum: 1 },
      0,
      ["spec: Invalid value: 0: spec in body should be greater than or equal to 1"],
    ],
    [
      "exclusive maximum",
      { type: "integer", maximum: 5, exclusiveMaximum: true },
      5,
      ["spec: Invalid value: 5: spec in body should be less than 5"],
    ],
    [
      "multipleOf",
      { type: "number", multipleOf: 0.1 },
      0.35,
      ["spec: Invalid value: 0.35: spec in body should be a multiple of 0.1"],
    ],
    ["multipleOf in floating point", { type: "number", multipleOf: 0.1 }, 0.3, []],
    [
      "int32",
      { type: "integer", format: "int32" },
      3e9,
      ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec'],
    ],
    [
      "minLength counts characters",
      { type: "string", minLength: 2 },
      "😀",
      ['spec: Invalid value: "😀": spec in body should be at least 2 chars long'],
    ],
    ["maxLength", { type: "string", maxLength: 2 }, "abc", ["spec: Too long: may not be more than 2 bytes"]],
    [
      "pattern",
      { type: "string", pattern: "^[a-z]+$" },
      "A",
      ["spec: Invalid value: \"A\": spec in body should match '^[a-z]+$'"],
    ],
    ["a pattern in Go's dialect", { type: "string", pattern: "(?i)^A\\z" }, "a", []],
    ["enum", { type: "string", enum: ["b", "a"] }, "c", ['spec: Unsupported value: "c": supported values: "b", "a"']],
    [
      "enum of numbers",
      { type: "integer", enum: [1, 2] },
      3,
      ['spec: Unsupported value: 3: supported values: "1", "2"'],
    ],
    [
      "format",
      { type: "string", format: "date-time" },
      "x",
      ['spec: Invalid value: "x": spec in body must be of type date-time: "x"'],
    ],
    ["a format nobody knows", { type: "string", format: "poem" }, "x", []],
    [
      "minItems",
      { type: "array", items: { type: "string" }, minItems: 1 },
      [],
      ["spec: Invalid value: 0: spec in body should have at least 1 items"],
    ],
    [
      "maxItems",
      { type: "array", items: { type: "string" }, maxItems: 1 },
      ["a", "b"],
      ["spec: Too many: 2: must have at most 1 items"],
    ],
    [
      "items",
      { type: "array", items: { type: "object", properties: { a: { type: "string" } } } },
      [{}, { a: 1 }],
      ['spec[1].a: Invalid value: "integer": spec[1].a in body must be of type string: "integer"'],
    ],
    [
      "maps",
      { type: "object", additionalProperties: { type: "integer" } },
      { a: 1, b: "x" },
      ['spec.b: Invalid value: "string": spec.b in body must be of type integer: "string"'],
    ],
    [
      "maxProperties",
      { type: "object", maxProperties: 1, additionalProperties: { type: "integer" } },
      { a: 1, b: 2 },
      ["spec: Too many: 2: must have at most 1 items"],
    ],
    [
      "minProperties",
      { type: "object", minProperties: 2, additionalProperties: { type: "integer" } },
      { a: 1 },
      ["spec: Invalid value: 2: spec in body should have at least 2 properties"],
    ],
  ])("%s", (_name, spec, value, expected) => {
    expect(errorsOf(spec, value)).toEqual(expected);
  });

  const either = { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } };

  test("oneOf tells how many fit, and the nearest miss", () => {
    const spec = { ...either, oneOf: [{ required: ["a"] }, { required: ["b"] }] };
    expect(errorsOf(spec, { a: "x" })).toEqual([]);
    expect(errorsOf(spec, {})).toEqual([
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found none valid',
      "spec.a: Required value",
    ]);
    expect(errorsOf(spec, { a: "x", b: "y" })).toEqual([
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ]);
  });

  test("anyOf, allOf and not", () => {
    expect(errorsOf({ ...either, anyOf: [{ required: ["a"] }, { required: ["b"] }] }, {})[0]).toBe(
      '<nil>: Invalid value: "": "spec" must validate at least one schema (anyOf)',
    );
    expect(errorsOf({ ...either, allOf: [{ required: ["a"] }, { required: ["b"] }] }, { a: "x" })).toEqual([
      "spec.b: Required value",
      '<nil>: Invalid value: "": "spec" must validate all the schemas (allOf)',
    ]);
    expect(errorsOf({ ...either, not: { required: ["a"] } }, { a: "x" })).toEqual([
      '<nil>: Invalid value: "": "spec" must not validate the schema (not)',
    ]);
  });

  test("metadata is checked only for what the definition asks of names", () => {
    const schema = schemaFromOpenApi(
      {
        type: "object",
        properties: { metadata: { type: "object", properties: { name: { type: "string", maxLength: 3 } } } },
      },
      objectMeta,
    );
    expect(validate(schema, { metadata: { name: "abc", labels: { a: "b" } } })).toEqual([]);
    expect(validate(schema, { metadata: { name: "abcd" } }).map(fieldErrorText)).toContain(
      "metadata.name: Too long: may not be more than 3 bytes",
    );
  });

  test("what an update leaves as it was may stay", () => {
    const spec = {
      type: "object",
      properties: { a: { type: "string", maxLength: 1 }, b: { type: "string", maxLength: 1 } },
    };
    expect(errorsOf(spec, { a: "xx", b: "y" }, { a: "xx", b: "x" })).toEqual([]);
    expect(errorsOf(spec, { a: "xx", b: "yy" }, { a: "xx", b: "x" })).toHaveLength(1);
    const list = {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["k"],
      items: { type: "object", properties: { k: { type: "string" }, v: { type: "string", maxLength: 1 } } },
    };
    expect(
      errorsOf(
        list,
        [
          { k: "b", v: "yy" },
          { k: "a", v: "x" },
        ],
        [
          { k: "a", v: "x" },
          { k: "b", v: "yy" },
        ],
      ),
    ).toEqual([]);
  });

  test("a pattern that would take another engine ages takes this one none", () => {
    const start = performance.now();
    expect(errorsOf({ type: "string", pattern: "^(a+)+$" }, `${"a".repeat(5000)}!`)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("values deeper than any schema end", () => {
    const schema: { type: "object"; properties: Record<string, Schema> } = { type: "object", properties: {} };
    schema.properties["a"] = schema;
    let value: Json = {};
    for (let i = 0; i < 5000; i++) value = { a: value };
    expect(validate(schema, value)).toEqual([]);
    expect(applyDefaults(schema, value)).toBe(value);
    expect(prune(schema, value).value).toBe(value);
    expect(listTypeErrors(schema, value)).toEqual([]);
  });
});

describe("formats", () => {
  test.each<[string, string, boolean]>([
    ["date", "2026-02-28", true],
    ["date", "2026-02-30", false],
    ["datetime", "2026-02-28T01:02:03.4Z", true],
    ["duration", "1h30m", true],
    ["duration", "22 ns", true],
    ["duration", "soon", false],
    ["email", "a@example.com", true],
    ["email", "a.example.com", false],
    ["hostname", "a-b.example.com", true],
    ["hostname", "-a.example.com", false],
    ["ipv4", "10.0.0.1", true],
    ["ipv4", "::1", false],
    ["ipv6", "::1", true],
    ["cidr", "10.0.0.0/8", true],
    ["cidr", "10.0.0.0/33", false],
    ["mac", "00:1b:44:11:3a:b7", true],
    ["uuid4", "123e4567-e89b-42d3-a456-426614174000", true],
    ["uuid4", "123e4567-e89b-12d3-a456-426614174000", false],
    ["byte", "YWJj", true],
    ["byte", "a", false],
    ["uri", "https://example.com/a?b", true],
    ["uri", "example", false],
    ["creditcard", "4111 1111 1111 1111", true],
    ["creditcard", "4111 1111 1111 1112", false],
    ["isbn", "978-0321751041", true],
    ["isbn10", "0321751043", true],
    ["hexcolor", "#fff", true],
    ["rgbcolor", "rgb(255,0,12)", true],
    ["rgbcolor", "rgb(256,0,12)", false],
    ["ssn", "123-45-6789", true],
    ["quantity", "10Gi", true],
    ["quantity", "10 GB", false],
    ["bsonobjectid", "507f1f77bcf86cd799439011", true],
    ["k8s-short-name", "a-b", true],
    ["k8s-short-name", "A", false],
    ["k8s-long-name", "a.b", true],
  ])("%s %s %s", (format, text, isFine) => {
    expect(errorsOf({ type: "string", format }, text)).toHaveLength(isFine ? 0 : 1);
  });

  test.each(["__proto__", "constructor", "to-String"])("%s is one that nobody knows", (format) => {
    expect(errorsOf({ type: "string", format }, "x")).toEqual([]);
  });

  test("take no time for hostile texts", () => {
    const start = performance.now();
    for (const format of ["hostname", "email", "uri", "duration", "mac", "k8s-long-name", "rgbcolor"]) {
      for (const text of [
        "a-".repeat(50_000),
        "a.".repeat(50_000),
        "1".repeat(100_000),
        "a@".repeat(50_000),
        " ".repeat(100_000),
      ]) {
        errorsOf({ type: "string", format }, text);
      }
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("listTypeErrors", () => {
  const errors = (list: JsonObject, value: Json, old?: Json) =>
    listTypeErrors(
      withSpec({ type: "array", ...list }),
      { spec: value },
      old === undefined ? undefined : { spec: old },
    ).map(fieldErrorText);

  test("sets have each item once", () => {
    const set = { "x-kubernetes-list-type": "set" };
    expect(errors(set, ["a", "b", "a", "a", 1, "1"])).toEqual(['spec[2]: Duplicate value: "a"']);
    expect(
      errors(set, [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).toEqual(['spec[1]: Duplicate value: {"b":2,"a":1}']);
    expect(errors(set, ["a", "a"], ["a", "a"])).toEqual([]);
  });

  test("maps have each key once", () => {
    const one = { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"] };
    expect(errors(one, [{ k: 1 }, { k: 2 }, { k: 1, v: 3 }])).toEqual(['spec[2]: Duplicate value: {"k":1}']);
    expect(errors(one, [{}, {}])).toEqual(["spec[1]: Duplicate value: {}"]);
    expect(errors(one, ["x"])).toEqual([
      'spec[0]: Invalid value: "x": must be an object for an array of list-type map',
    ]);
    const two = { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k", "p"] };
    expect(
      errors(two, [
        { k: 1, p: "a" },
        { k: 1, p: "b" },
        { k: 1, p: "a" },
      ]),
    ).toEqual(['spec[2]: Duplicate value: {"k":1,"p":"a"}']);
  });
});
