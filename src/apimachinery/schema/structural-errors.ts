// What makes a schema structural: every field's shape is said once, outside of all value rules.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{validation,complete}.go
import { equalJson } from "../clone-json.ts";
import { type FieldError, fieldErrorText, forbiddenField, invalidValue, required } from "../field-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { presentText, propertyPath } from "./open-api-children.ts";
import { compilePattern } from "./pattern.ts";

/** Sorted by their text, as upstream sorts them. */
export function structuralErrors(openApi: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  invariants(openApi, "root", path, errors);
  completeness(openApi, openApi, path, path, errors);
  return errors
    .map((error) => ({ error, text: fieldErrorText(error) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ error }) => error);
}

type Level = "root" | "item" | "field";

const emptyTypeDetails: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};

function invariants(schema: JsonObject, level: Level, path: string, errors: FieldError[]): void {
  const items = fieldOf(schema, "items");
  if (fieldOf(schema, "type") === "array" && items === undefined) {
    errors.push(required(`${path}.items`, "must be specified"));
  }
  if (isJsonObject(items)) invariants(items, "item", `${path}.items`, errors);
  const properties = propertiesOf(schema);
  for (const name of Object.keys(properties)) {
    const property = properties[name];
    if (isJsonObject(property)) invariants(property, "field", propertyPath(path, name), errors);
  }
  const additional = fieldOf(schema, "additionalProperties");
  if (additional !== undefined && level === "root") {
    errors.push(forbiddenField(`${path}.additionalProperties`, "must not be used at the root"));
  }
  if (isJsonObject(additional)) invariants(additional, "field", `${path}.additionalProperties`, errors);
  extensionErrors(schema, path, errors);
  valueRuleErrors(schema, path, errors, { skipsAnyOf: isIntOrString(fieldOf(schema, "anyOf")), skipsFirstAllOf: true });
  typeErrors(schema, level, path, errors);
  metaErrors(schema, level, path, errors);
}

function propertiesOf(schema: JsonObject): JsonObject {
  const properties = fieldOf(schema, "properties");
  return isJsonObject(properties) ? properties : {};
}

function flag(schema: JsonObject, name: string): boolean {
  return fieldOf(schema, `x-kubernetes-${name}`) === true;
}

function extensionErrors(schema: JsonObject, path: string, errors: FieldError[]): void {
  if (!flag(schema, "int-or-string")) return;
  for (const name of ["preserve-unknown-fields", "embedded-resource"]) {
    if (!flag(schema, name)) continue;
    const detail = "must be false if x-kubernetes-int-or-string is true";
    errors.push(invalidValue(`${path}.x-kubernetes-${name}`, true, detail));
  }
}

function typeErrors(schema: JsonObject, level: Level, path: string, errors: FieldError[]): void {
  const type = presentText(schema, "type");
  const isEmbedded = flag(schema, "embedded-resource");
  if (isEmbedded && type !== "object") {
    const detail = "must be object if x-kubernetes-embedded-resource is true";
    errors.push(type === undefined ? required(`${path}.type`, detail) : invalidValue(`${path}.type`, type, detail));
  } else if (type === undefined && !flag(schema, "int-or-string") && !flag(schema, "preserve-unknown-fields")) {
    errors.push(required(`${path}.type`, emptyTypeDetails[level]));
  }
  if (isEmbedded && fieldOf(schema, "additionalProperties") !== undefined) {
    const detail = "must not be used if x-kubernetes-embedded-resource is set";
    errors.push(forbiddenField(`${path}.additionalProperties`, detail));
  }
  if (level === "root" && type !== undefined && type !== "object") {
    errors.push(invalidValue(`${path}.type`, type, "must be object at the root"));
  }
  const isEmpty = Object.keys(propertiesOf(schema)).length === 0;
  if (isEmbedded && !flag(schema, "preserve-unknown-fields") && isEmpty) {
    const detail =
      "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
    errors.push(required(`${path}.properties`, detail));
  }
}

/** Kind, apiVersion and metadata are what they are everywhere. */
function metaErrors(schema: JsonObject, level: Level, path: string, errors: FieldError[]): void {
  const properties = propertiesOf(schema);
  const isObject = level === "root" || flag(schema, "embedded-resource");
  for (const name of ["kind", "apiVersion"]) {
    const property = fieldOf(properties, name);
    if (!isObject || !isJsonObject(property) || fieldOf(property, "type") === "string") continue;
    const type = presentText(property, "type") ?? "";
    errors.push(invalidValue(`${propertyPath(path, name)}.type`, type, "must be string"));
  }
  const metadata = fieldOf(properties, "metadata");
  if (!isJsonObject(metadata)) return;
  const type = presentText(metadata, "type") ?? "";
  const at = propertyPath(path, "metadata");
  if (isObject && type !== "object") errors.push(invalidValue(`${at}.type`, type, "must be object"));
  if (level !== "root") return;
  const isPlain = Object.keys(metadata).every((key) => ["type", "default", "properties"].includes(key));
  const names = Object.keys(propertiesOf(metadata));
  if (isPlain && names.every((name) => name === "name" || name === "generateName")) return;
  const detail = "must not specify anything other than name and generateName, but metadata is implicitly specified";
  errors.push(forbiddenField(at, detail));
}

const intOrString = [{ type: "integer" }, { type: "string" }];

function isIntOrString(anyOf: Json | undefined): boolean {
  return equalJson(anyOf, intOrString);
}

interface Skips {
  /** The one place where a rule may speak of types: `anyOf: [{type: integer}, {type: string}]`. */
  readonly skipsAnyOf: boolean;
  readonly skipsFirstAllOf: boolean;
}

function valueRuleErrors(schema: JsonObject, path: string, errors: FieldError[], skips: Skips): void {
  for (const role of ["anyOf", "allOf", "oneOf"]) {
    const list = fieldOf(schema, role);
    if (!Array.isArray(list) || (role === "anyOf" && skips.skipsAnyOf)) continue;
    list.forEach((rule, i) => {
      if (!isJsonObject(rule)) return;
      const isFirst = role === "allOf" && i === 0 && skips.skipsFirstAllOf;
      nestedErrors(rule, `${path}.${role}[${i}]`, errors, isFirst && isIntOrString(fieldOf(rule, "anyOf")));
    });
  }
  const not = fieldOf(schema, "not");
  if (isJsonObject(not)) nestedErrors(not, `${path}.not`, errors, false);
  const pattern = presentText(schema, "pattern");
  if (pattern === undefined) return;
  const compiled = compilePattern(pattern);
  if (compiled.type === "compiled") return;
  const detail = `must be a valid regular expression, but isn't: ${compiled.message}`;
  errors.push(invalidValue(`${path}.pattern`, pattern, detail));
}

/** What only the schema outside of rules may say, and how upstream says that it may not stand here. */
const forbiddenInRules: readonly (readonly [name: string, detail: string])[] = [
  ["type", "must be empty to be structural"],
  ["additionalProperties", "must be undefined to be structural"],
  ["default", "must be undefined to be structural"],
  ["title", "must be empty to be structural"],
  ["description", "must be empty to be structural"],
  ["nullable", "must be false to be structural"],
  ["externalDocs", "must be undefined to be structural"],
  ["x-kubernetes-preserve-unknown-fields", "must be false to be structural"],
  ["x-kubernetes-embedded-resource", "must be false to be structural"],
  ["x-kubernetes-int-or-string", "must be false to be structural"],
  ["x-kubernetes-list-map-keys", "must be empty to be structural"],
  ["x-kubernetes-list-type", "must be undefined to be structural"],
  ["x-kubernetes-map-type", "must be undefined to be structural"],
  ["x-kubernetes-validations", "must be empty to be structural"],
];

function nestedErrors(rule: JsonObject, path: string, errors: FieldError[], skipsAnyOf: boolean): void {
  valueRuleErrors(rule, path, errors, { skipsAnyOf, skipsFirstAllOf: false });
  const items = fieldOf(rule, "items");
  if (isJsonObject(items)) nestedErrors(items, `${path}.items`, errors, false);
  const properties = propertiesOf(rule);
  for (const name of Object.keys(properties)) {
    const property = properties[name];
    if (isJsonObject(property)) nestedErrors(property, propertyPath(path, name), errors, false);
  }
  for (const [name, detail] of forbiddenInRules) {
    const value = fieldOf(rule, name);
    const isEmpty = value === undefined || value === null || value === "" || value === false;
    if (isEmpty && !(name === "additionalProperties" && value === false)) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    errors.push(forbiddenField(`${path}.${name}`, detail));
  }
  if (Object.hasOwn(properties, "metadata")) {
    errors.push(forbiddenField(propertyPath(path, "metadata"), "must not be specified in a nested context"));
  }
}

/** Every field that a rule speaks of must be a field of the schema around it. */
function completeness(
  rule: JsonObject,
  schema: JsonObject,
  schemaPath: string,
  rulePath: string,
  errors: FieldError[],
): void {
  const nested = (child: Json | undefined, path: string) => {
    if (isJsonObject(child)) nestedCompleteness(child, schema, schemaPath, path, errors);
  };
  nested(fieldOf(rule, "not"), `${rulePath}.not`);
  for (const role of ["allOf", "anyOf", "oneOf"]) {
    const list = fieldOf(rule, role);
    if (!Array.isArray(list)) continue;
    for (const [i, child] of list.entries()) nested(child, `${rulePath}.${role}[${i}]`);
  }
}

function nestedCompleteness(
  rule: JsonObject,
  schema: JsonObject,
  schemaPath: string,
  rulePath: string,
  errors: FieldError[],
): void {
  completeness(rule, schema, schemaPath, rulePath, errors);
  const into = (child: Json | undefined, whole: Json | undefined, at: string, from: string) => {
    if (!isJsonObject(child)) return;
    if (isJsonObject(whole)) nestedCompleteness(child, whole, at, from, errors);
    else errors.push(required(at, `because it is defined in ${from}`));
  };
  into(fieldOf(rule, "items"), fieldOf(schema, "items"), `${schemaPath}.items`, `${rulePath}.items`);
  const properties = propertiesOf(rule);
  for (const name of Object.keys(properties)) {
    const whole = fieldOf(propertiesOf(schema), name);
    into(properties[name], whole, propertyPath(schemaPath, name), propertyPath(rulePath, name));
  }
}
