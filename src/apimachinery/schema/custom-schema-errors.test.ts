import { describe, expect, test } from "vitest";
import { fieldErrorText } from "../field-error.ts";
import type { JsonObject } from "../json.ts";
import { customSchemaErrors } from "./custom-schema-errors.ts";

function errorsOf(openApi: JsonObject): string[] {
  return customSchemaErrors(openApi, "s").map(fieldErrorText);
}

function withSpec(spec: JsonObject): JsonObject {
  return { type: "object", properties: { spec } };
}

const at = "s.properties[spec]";

describe("a structural schema", () => {
  test("has no errors", () => {
    const spec = {
      type: "object",
      properties: {
        port: { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] },
        size: {
          "x-kubernetes-int-or-string": true,
          allOf: [{ anyOf: [{ type: "integer" }, { type: "string" }] }, { pattern: "a" }],
        },
        any: { "x-kubernetes-preserve-unknown-fields": true },
        list: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["k"],
          items: { type: "object", required: ["k"], properties: { k: { type: "string" } } },
        },
      },
      oneOf: [{ required: ["port"] }, { required: ["size"] }],
      "x-kubernetes-validations": [{ rule: "self.size != self.port", message: "no" }],
    };
    const metadata = { type: "object", properties: { name: { type: "string", pattern: "^a" } } };
    expect(errorsOf({ type: "object", properties: { spec, metadata }, required: ["spec"] })).toEqual([]);
  });

  test.each<[string, JsonObject, string[]]>([
    ["no type at the root", { properties: {} }, ["s.type: Required value: must not be empty at the root"]],
    ["not an object at the root", { type: "string" }, ['s.type: Invalid value: "string": must be object at the root']],
    [
      "a map at the root",
      { type: "object", additionalProperties: true },
      ["s.additionalProperties: Forbidden: must not be used at the root"],
    ],
    [
      "nullable at the root",
      { type: "object", nullable: true },
      ["s.nullable: Forbidden: nullable cannot be true at the root"],
    ],
    [
      "a field without type",
      withSpec({}),
      [`${at}.type: Required value: must not be empty for specified object fields`],
    ],
    [
      "an item without type",
      withSpec({ type: "array", items: {} }),
      [`${at}.items.type: Required value: must not be empty for specified array items`],
    ],
    ["a list without items", withSpec({ type: "array" }), [`${at}.items: Required value: must be specified`]],
    [
      "int-or-string that keeps all",
      withSpec({ "x-kubernetes-int-or-string": true, "x-kubernetes-preserve-unknown-fields": true }),
      [
        `${at}.x-kubernetes-preserve-unknown-fields: Invalid value: true: must be false if x-kubernetes-int-or-string is true`,
      ],
    ],
    [
      "an embedded resource without fields",
      withSpec({ type: "object", "x-kubernetes-embedded-resource": true }),
      [
        `${at}.properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields`,
      ],
    ],
    [
      "restricted metadata",
      { type: "object", properties: { metadata: { type: "object", properties: { labels: { type: "object" } } } } },
      [
        "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified",
      ],
    ],
    [
      "a kind that is no text",
      { type: "object", properties: { kind: { type: "integer" } } },
      ['s.properties[kind].type: Invalid value: "integer": must be string'],
    ],
    [
      "types inside rules",
      withSpec({
        type: "object",
        properties: { a: { type: "string" } },
        anyOf: [{ properties: { a: { type: "string", description: "x" } } }],
      }),
      [
        `${at}.anyOf[0].properties[a].description: Forbidden: must be empty to be structural`,
        `${at}.anyOf[0].properties[a].type: Forbidden: must be empty to be structural`,
      ],
    ],
    [
      "rules about fields that are not there",
      {
        type: "object",
        properties: { spec: { type: "object" } },
        anyOf: [{ properties: { spec: { properties: { a: { minimum: 1 } } }, no: {} } }],
      },
      [
        "s.properties[no]: Required value: because it is defined in s.anyOf[0].properties[no]",
        "s.properties[spec].properties[a]: Required value: because it is defined in s.anyOf[0].properties[spec].properties[a]",
      ],
    ],
    [
      "rules about metadata",
      { type: "object", properties: { metadata: { type: "object" } }, not: { properties: { metadata: {} } } },
      ["s.not.properties[metadata]: Forbidden: must not be specified in a nested context"],
    ],
  ])("%s", (_name, openApi, expected) => {
    expect(errorsOf(openApi)).toEqual(expected);
  });

  test("has patterns that are patterns", () => {
    expect(errorsOf(withSpec({ type: "string", pattern: "(" }))[0]).toContain(
      `${at}.pattern: Invalid value: "(": must be a valid regular expression, but isn't: `,
    );
  });
});

describe("what upstream does not support", () => {
  test.each<[string, JsonObject, string[]]>([
    [
      "unique items",
      withSpec({ type: "array", uniqueItems: true, items: { type: "string" } }),
      [
        `${at}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
      ],
    ],
    ["references", withSpec({ type: "object", $ref: "#/x" }), [`${at}.$ref: Forbidden: $ref is not supported`]],
    [
      "patternProperties",
      withSpec({ type: "object", patternProperties: { a: {} } }),
      [`${at}.patternProperties: Forbidden: patternProperties is not supported`],
    ],
    [
      "properties beside a map",
      withSpec({ type: "object", properties: { a: { type: "string" } }, additionalProperties: { type: "string" } }),
      [`${at}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`],
    ],
    [
      "a list of item schemas",
      withSpec({ type: "array", items: [{ type: "string" }] }),
      [`${at}.items: Forbidden: items must be a schema object and not an array`],
    ],
    [
      "a type of its own",
      withSpec({ type: "text" }),
      [
        `${at}.type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"`,
      ],
    ],
    [
      "defaults of metadata",
      { type: "object", properties: { metadata: { type: "object", default: {} } } },
      ["s.properties[metadata].default: Forbidden: must not be set in top-level metadata"],
    ],
    [
      "not keeping unknown fields",
      withSpec({ type: "object", "x-kubernetes-preserve-unknown-fields": false }),
      [`${at}.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined`],
    ],
    [
      "a map type of a list",
      withSpec({ type: "array", items: { type: "string" }, "x-kubernetes-map-type": "atomic" }),
      [`${at}.type: Invalid value: "array": must be object if x-kubernetes-map-type is specified`],
    ],
    [
      "a list type of an object",
      withSpec({ type: "object", "x-kubernetes-list-type": "set" }),
      [`${at}.type: Invalid value: "object": must be array if x-kubernetes-list-type is specified`],
    ],
    [
      "keys of a set",
      withSpec({
        type: "array",
        items: { type: "string" },
        "x-kubernetes-list-type": "set",
        "x-kubernetes-list-map-keys": ["a"],
      }),
      [`${at}.x-kubernetes-list-type: Invalid value: "set": must be map if x-kubernetes-list-map-keys is non-empty`],
    ],
    [
      "a set of objects that merge",
      withSpec({ type: "array", items: { type: "object" }, "x-kubernetes-list-type": "set" }),
      [
        `${at}.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set`,
      ],
    ],
    [
      "a map without keys",
      withSpec({ type: "array", items: { type: "object" }, "x-kubernetes-list-type": "map" }),
      [`${at}.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`],
    ],
    [
      "a map whose key may be missing",
      withSpec({
        type: "array",
        items: { type: "object", properties: { k: { type: "string", nullable: true } } },
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["k"],
      }),
      [
        `${at}.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
        `${at}.items.properties[k].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable`,
      ],
    ],
    [
      "a rule without expression",
      withSpec({ type: "object", "x-kubernetes-validations": [{ rule: " " }] }),
      [`${at}.x-kubernetes-validations[0].rule: Required value: rule is not specified`],
    ],
    [
      "a rule with a reason of its own",
      withSpec({ type: "object", "x-kubernetes-validations": [{ rule: "true", reason: "Because" }] }),
      [
        `${at}.x-kubernetes-validations[0].reason: Unsupported value: "Because": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
      ],
    ],
    [
      "a long rule without message",
      withSpec({ type: "object", "x-kubernetes-validations": [{ rule: "true\n&& true" }] }),
      [
        `${at}.x-kubernetes-validations[0].message: Required value: message must be specified if rule contains line breaks`,
      ],
    ],
  ])("%s", (_name, openApi, expected) => {
    expect(errorsOf(openApi)).toEqual(expected);
  });
});

describe("defaults", () => {
  test.each<[string, JsonObject, string[]]>([
    [
      "of another type",
      { type: "integer", default: "x" },
      [`${at}.default: Invalid value: "string":  in body must be of type integer: "string"`],
    ],
    [
      "with unknown fields",
      { type: "object", properties: { a: { type: "string" } }, default: { b: 1 } },
      [`${at}.default: Invalid value: {"b":1}: must not have unknown fields`],
    ],
    [
      "with a bad part",
      { type: "array", items: { type: "object", properties: { a: { type: "string" } } }, default: [{ a: 1 }] },
      [`${at}.default[0].a: Invalid value: "integer": [0].a in body must be of type string: "integer"`],
    ],
    ["that fit", { type: "object", properties: { a: { type: "string", default: "" } }, default: {} }, []],
  ])("%s", (_name, spec, expected) => {
    expect(errorsOf(withSpec(spec))).toEqual(expected);
  });
});
