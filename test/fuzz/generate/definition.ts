// CustomResourceDefinitions: schemas that are structural, more or less, and values that fit them, more or less.
import type { Json, JsonObject } from "../../../src/apimachinery/json.ts";
import { setField } from "../../../src/apimachinery/set-field.ts";
import type { SeededRandom } from "../../../src/platform/simulated/random.ts";
import { jsonValue, oddScalar } from "./json.ts";
import { spice } from "./spice.ts";

const fieldNames = [
  "a",
  "b",
  "name",
  "replicas",
  "spec-x",
  "if",
  "é",
  "__proto__",
  "constructor",
  "a.b",
  "$ref",
  "x y",
];
const patterns = [
  "^a+$",
  "(a+)+$",
  "[",
  "^[a-z]{1,1000}$",
  "(?i)x",
  "\\p{L}",
  "a{2000}",
  "(?=a)",
  "",
  "^(([a-z])+.)+[A-Z]$",
];
const formats = [
  "date-time",
  "int32",
  "int64",
  "uri",
  "email",
  "byte",
  "__proto__",
  "uuid",
  "cidr",
  "double",
  "duration",
];
const rules = [
  "self.a == self.a",
  "has(self.a)",
  "size(self) > 0",
  "self.all(x, x > 1)",
  "self == oldSelf",
  "true",
  "1",
  "self.",
  "self.replicas <= 5",
  "self.matches('(a+)+$')",
];
const types = ["string", "integer", "number", "boolean", "array", "object"] as const;

/** What stands under openAPIV3Schema, or at some place within. */
export function openApiSchema(random: SeededRandom, depth = 0): JsonObject {
  const type = depth === 0 ? "object" : depth > 5 ? random.pick(["string", "integer"] as const) : random.pick(types);
  const schema: JsonObject = { type };
  if (random.chance(0.04)) Object.assign(schema, { "x-kubernetes-int-or-string": true });
  if (type === "object") objectParts(random, schema, depth);
  else if (type === "array") listParts(random, schema, depth);
  else scalarParts(random, schema, type);
  if (depth > 0 && random.chance(0.08)) schema["nullable"] = true;
  if (depth > 0 && random.chance(0.12))
    schema["default"] = random.chance(0.6) ? valueFor(random, schema) : jsonValue(random, fieldNames, 6);
  if (random.chance(0.1)) schema["x-kubernetes-validations"] = [ruleOf(random)];
  if (random.chance(0.06))
    setField(schema, random.pick(["allOf", "anyOf", "oneOf"]), [valueRules(random), valueRules(random)]);
  if (random.chance(0.03)) schema["not"] = valueRules(random);
  if (random.chance(0.03)) setField(schema, random.pick(oddKeywords), jsonValue(random, fieldNames, 8));
  return schema;
}

const oddKeywords = [
  "$ref",
  "id",
  "definitions",
  "patternProperties",
  "uniqueItems",
  "type",
  "items",
  "properties",
  "enum",
  "required",
  "x-kubernetes-list-type",
  "additionalProperties",
];

function objectParts(random: SeededRandom, schema: JsonObject, depth: number): void {
  if (depth > 0 && random.chance(0.2)) {
    schema["additionalProperties"] = random.chance(0.9) ? openApiSchema(random, depth + 1) : random.chance(0.5);
    if (random.chance(0.5)) schema["maxProperties"] = random.integer(5);
    return;
  }
  if (random.chance(0.1)) schema["x-kubernetes-preserve-unknown-fields"] = true;
  if (depth > 0 && random.chance(0.05)) schema["x-kubernetes-embedded-resource"] = true;
  if (random.chance(0.1)) schema["x-kubernetes-map-type"] = random.pick(["atomic", "granular", "x"]);
  const properties: JsonObject = {};
  for (let count = random.integer(4); count > 0; count--)
    setField(properties, random.pick(fieldNames), openApiSchema(random, depth + 1));
  schema["properties"] = properties;
  if (random.chance(0.2)) schema["required"] = [random.pick([...Object.keys(properties), "missing"])];
}

function listParts(random: SeededRandom, schema: JsonObject, depth: number): void {
  schema["items"] = openApiSchema(random, depth + 1);
  if (random.chance(0.3)) schema["maxItems"] = random.integer(6);
  if (random.chance(0.2)) schema["x-kubernetes-list-type"] = random.pick(["atomic", "set", "x"]);
  if (!random.chance(0.25)) return;
  schema["x-kubernetes-list-type"] = "map";
  schema["x-kubernetes-list-map-keys"] = ["name"];
  schema["items"] = {
    type: "object",
    required: ["name"],
    properties: { name: { type: "string" }, a: openApiSchema(random, depth + 2) },
  };
}

function scalarParts(random: SeededRandom, schema: JsonObject, type: string): void {
  if (random.chance(0.25)) schema["format"] = random.pick(formats);
  if (random.chance(0.15)) schema["enum"] = Array.from({ length: 1 + random.integer(3) }, () => oddScalar(random));
  if (type === "string") {
    if (random.chance(0.3)) schema["pattern"] = random.pick(patterns);
    if (random.chance(0.3)) schema["maxLength"] = random.integer(20);
  } else if (random.chance(0.3))
    Object.assign(schema, { minimum: random.integer(10) - 5, exclusiveMinimum: random.chance(0.3) });
  if (random.chance(0.05)) schema["multipleOf"] = random.pick([0, 1, 0.1, -2, 1e308]);
}

function valueRules(random: SeededRandom): JsonObject {
  const choices: readonly JsonObject[] = [
    { required: ["a"] },
    { properties: { a: { minimum: 1 } } },
    { pattern: random.pick(patterns) },
    { type: "integer" },
    { type: "string" },
    { not: { required: ["b"] } },
    { maxLength: 3 },
  ];
  return random.pick(choices);
}

function ruleOf(random: SeededRandom): JsonObject {
  const rule: JsonObject = { rule: random.pick(rules) };
  if (random.chance(0.3)) rule["message"] = random.pick(["no", "", "a\nb"]);
  if (random.chance(0.2)) rule["messageExpression"] = random.pick(["'a' + 'b'", "self.a", "1"]);
  if (random.chance(0.2)) rule["fieldPath"] = random.pick([".a", ".missing", "a", ".a['x y']", "["]);
  if (random.chance(0.1)) rule["reason"] = random.pick(["FieldValueInvalid", "x"]);
  if (random.chance(0.1)) rule["optionalOldSelf"] = true;
  return rule;
}

/** A value that the schema more or less asks for. */
export function valueFor(random: SeededRandom, schema: Json | undefined, depth = 0): Json {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema) || random.chance(0.05) || depth > 12) {
    return jsonValue(random, fieldNames, 5);
  }
  const list = schema["enum"];
  if (Array.isArray(list) && list.length > 0 && random.chance(0.8)) return random.pick(list);
  switch (schema["type"]) {
    case "string":
      return random.chance(0.7) ? random.pick(["a", "aaa", "", "2026-01-02T03:04:05Z", "YWJj"]) : random.pick(spice);
    case "integer":
      return random.integer(20) - 8;
    case "number":
      return random.pick([0, 1.5, -2, 1e21]);
    case "boolean":
      return random.chance(0.5);
    case "array":
      return Array.from({ length: random.integer(4) }, () => valueFor(random, schema["items"], depth + 1));
    default:
      return objectFor(random, schema, depth);
  }
}

function objectFor(random: SeededRandom, schema: JsonObject, depth: number): JsonObject {
  const object: JsonObject = {};
  const properties = schema["properties"];
  if (typeof properties === "object" && properties !== null && !Array.isArray(properties)) {
    for (const name of Object.keys(properties)) {
      if (random.chance(0.7)) setField(object, name, valueFor(random, properties[name], depth + 1));
    }
  }
  const values = schema["additionalProperties"];
  if (typeof values === "object") setField(object, random.pick(fieldNames), valueFor(random, values, depth + 1));
  if (random.chance(0.1)) setField(object, random.pick(fieldNames), jsonValue(random, fieldNames, 4));
  return object;
}

/** A definition of `widgets.example.com` in one to three versions. */
export function definitionOf(random: SeededRandom): JsonObject {
  const versions = Array.from({ length: 1 + random.integer(3) }, (_, index) => ({
    name: `v${index + 1}`,
    served: index === 0 || random.chance(0.8),
    storage: index === 0,
    schema: { openAPIV3Schema: openApiSchema(random) },
    subresources: random.chance(0.5) ? { status: {} } : scaled(random),
    ...(random.chance(0.3) ? { additionalPrinterColumns: [columnOf(random)] } : {}),
    ...(random.chance(0.15)
      ? { selectableFields: [{ jsonPath: random.pick([".spec.a", ".a", "a", ".metadata.name", ".a[0]"]) }] }
      : {}),
  }));
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
      versions,
      ...(random.chance(0.1) ? { preserveUnknownFields: random.chance(0.5) } : {}),
    },
  } as unknown as JsonObject;
}

function scaled(random: SeededRandom): JsonObject {
  if (random.chance(0.7)) return {};
  const path = () =>
    random.pick([".spec.replicas", ".status.replicas", ".spec.a.b", "spec", ".spec.a[0]", ".spec.__proto__"]);
  return { scale: { specReplicasPath: path(), statusReplicasPath: path() } };
}

const columnPaths = [
  ".spec.a",
  ".metadata.creationTimestamp",
  ".spec.list[*].name",
  "{.spec.a",
  ".spec['a.b']",
  "..a",
  ".spec[?(@.a==1)]",
  ".[0:2]",
  "",
];

function columnOf(random: SeededRandom): JsonObject {
  return {
    name: "Column",
    type: random.pick(["string", "integer", "date", "boolean", "x"]),
    jsonPath: random.pick(columnPaths),
  };
}
