// Makes a Schema out of a CustomResourceDefinition's openAPIV3Schema. Nothing is read before it is asked for: real
// schemas are a megabyte of YAML, of which one object touches a few dozen nodes.
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { isSupportedFormat } from "./formats.ts";
import type { CelRule, Schema, SchemaRules, SchemaType } from "./schema.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The schema of a custom resource's objects. `openApi` must be structural (see `customSchemaErrors`) and must not be
 * changed afterwards. `objectMeta` is the built-in schema of metadata: at the root and in embedded resources it stands
 * where the definition says nothing or only restricts names.
 */
export function schemaFromOpenApi(openApi: JsonObject, objectMeta: Schema): Schema {
  return node(openApi, objectMeta, { isResource: true });
}

/** The schema of a part of such an object. */
export function schemaPartFromOpenApi(openApi: JsonObject, objectMeta: Schema): Schema {
  return node(openApi, objectMeta, { isResource: false });
}

function node(raw: JsonObject, objectMeta: Schema, { isResource }: { readonly isResource: boolean }): Schema {
  const schema: Writable<Schema> = {};
  copyPlainFields(schema, raw);
  const isWhole = isResource || schema.embeddedResource === true;
  const child = (value: Json | undefined) => node(isJsonObject(value) ? value : {}, objectMeta, { isResource: false });
  const properties = fieldOf(raw, "properties");
  if (isJsonObject(properties) || isWhole) {
    lazily(schema, "properties", () => {
      const known = compiledProperties(isJsonObject(properties) ? properties : {}, child);
      return isWhole ? withMetaFields(known, objectMeta) : known;
    });
  }
  const items = fieldOf(raw, "items");
  if (isJsonObject(items)) lazily(schema, "items", () => child(items));
  const additional = fieldOf(raw, "additionalProperties");
  if (additional === true) schema.additionalProperties = true;
  else if (isJsonObject(additional)) lazily(schema, "additionalProperties", () => child(additional));
  if (ruleNames.some((name) => Object.hasOwn(raw, name))) lazily(schema, "rules", () => rulesOf(raw, child));
  return schema;
}

/** Works the value out when it is first read. */
function lazily<Key extends keyof Schema>(
  schema: Writable<Schema>,
  key: Key,
  make: () => NonNullable<Schema[Key]>,
): void {
  Object.defineProperty(schema, key, {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = make();
      Object.defineProperty(schema, key, { value, configurable: true, enumerable: true });
      return value;
    },
  });
}

function compiledProperties(raw: JsonObject, child: (value: Json | undefined) => Schema): Record<string, Schema> {
  // Without a prototype: a client's field called "constructor" must not be found.
  const properties: Record<string, Schema> = Object.create(null);
  for (const name of Object.keys(raw)) properties[name] = child(raw[name]);
  return properties;
}

function withMetaFields(properties: Record<string, Schema>, objectMeta: Schema): Record<string, Schema> {
  properties["apiVersion"] ??= { type: "string" };
  properties["kind"] ??= { type: "string" };
  const restriction = properties["metadata"];
  // The name makes it a built-in part; what the definition asks of the name comes on top.
  properties["metadata"] = restriction === undefined ? objectMeta : { ...objectMeta, rules: { allOf: [restriction] } };
  return properties;
}

const types: ReadonlySet<string> = new Set(["object", "array", "string", "integer", "number", "boolean"]);

function copyPlainFields(schema: Writable<Schema>, raw: JsonObject): void {
  const text = (name: string) => {
    const value = fieldOf(raw, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const type = text("type");
  if (type !== undefined && types.has(type)) schema.type = type as SchemaType;
  const format = text("format");
  if (format !== undefined && isSupportedFormat(type, format)) schema.format = format;
  const required = stringsOf(fieldOf(raw, "required"));
  if (required.length > 0) schema.required = required;
  const listType = text("x-kubernetes-list-type");
  if (listType === "atomic" || listType === "set" || listType === "map") schema.listType = listType;
  const keys = stringsOf(fieldOf(raw, "x-kubernetes-list-map-keys"));
  if (keys.length > 0) schema.listMapKeys = keys;
  const mapType = text("x-kubernetes-map-type");
  if (mapType === "atomic" || mapType === "granular") schema.mapType = mapType;
  const preset = fieldOf(raw, "default");
  if (preset !== undefined && preset !== null) schema.default = preset;
  const values = fieldOf(raw, "enum");
  if (Array.isArray(values) && values.length > 0) schema.enum = values;
  if (fieldOf(raw, "nullable") === true) schema.nullable = true;
  if (fieldOf(raw, "x-kubernetes-int-or-string") === true) schema.intOrString = true;
  if (fieldOf(raw, "x-kubernetes-preserve-unknown-fields") === true) schema.preserveUnknownFields = true;
  if (fieldOf(raw, "x-kubernetes-embedded-resource") === true) schema.embeddedResource = true;
}

function stringsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

const numberRules = [
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;
const flagRules = ["exclusiveMinimum", "exclusiveMaximum", "uniqueItems"] as const;
const listRules = ["allOf", "anyOf", "oneOf"] as const;
const ruleNames = [...numberRules, ...flagRules, ...listRules, "pattern", "not", "x-kubernetes-validations"];

function rulesOf(raw: JsonObject, child: (value: Json | undefined) => Schema): SchemaRules {
  const rules: Writable<SchemaRules> = {};
  for (const name of numberRules) {
    const value = fieldOf(raw, name);
    if (typeof value === "number") rules[name] = value;
  }
  for (const name of flagRules) if (fieldOf(raw, name) === true) rules[name] = true;
  for (const name of listRules) {
    const value = fieldOf(raw, name);
    if (Array.isArray(value) && value.length > 0) rules[name] = value.map(child);
  }
  const pattern = fieldOf(raw, "pattern");
  if (typeof pattern === "string" && pattern !== "") rules.pattern = pattern;
  const not = fieldOf(raw, "not");
  if (isJsonObject(not)) rules.not = child(not);
  const validations = fieldOf(raw, "x-kubernetes-validations");
  if (Array.isArray(validations) && validations.length > 0) rules.validations = validations as unknown as CelRule[];
  return rules;
}
