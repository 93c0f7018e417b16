// What must hold for a CustomResourceDefinition's openAPIV3Schema before anything is made of it.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from "../field-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { celRuleErrors } from "./cel-rule-errors.ts";
import { defaultErrors } from "./default-errors.ts";
import { childSchemas, presentText } from "./open-api-children.ts";
import { openApiListErrors } from "./open-api-list-errors.ts";
import { structuralErrors } from "./structural-errors.ts";

/**
 * Every error of a schema that stands at `path` in its definition, `spec.versions[0].schema.openAPIV3Schema`: what
 * upstream does not support, what contradicts itself, what is not structural; and if all that is well, the defaults
 * that the schema itself would refuse.
 */
export function customSchemaErrors(openApi: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (fieldOf(openApi, "nullable") === true) {
    errors.push(forbiddenField(`${path}.nullable`, "nullable cannot be true at the root"));
  }
  collect(openApi, path, { isRoot: true, isInMetadata: false }, errors);
  errors.push(...structuralErrors(openApi, path));
  return errors.length > 0 ? errors : defaultErrors(openApi, path);
}

interface Surroundings {
  readonly isRoot: boolean;
  readonly isInMetadata: boolean;
  /** Why a default may not stand here. */
  readonly noDefaultReason?: string;
}

function collect(schema: JsonObject, path: string, around: Surroundings, errors: FieldError[]): void {
  errors.push(...unsupported(schema, path, around), ...contradictions(schema, path));
  errors.push(...openApiListErrors(schema, path), ...celRuleErrors(schema, path));
  for (const child of childSchemas(schema, path)) {
    collect(child.schema, child.path, surroundingsOf(schema, child, around), errors);
  }
}

const metaFields: ReadonlySet<string> = new Set(["metadata", "kind", "apiVersion"]);

function surroundingsOf(
  parent: JsonObject,
  child: { readonly role: string; readonly name: string },
  { isRoot, isInMetadata, noDefaultReason }: Surroundings,
): Surroundings {
  const inherited = { isRoot: false, isInMetadata, ...(noDefaultReason === undefined ? {} : { noDefaultReason }) };
  if (child.role === "additionalProperties" && isInMetadata) {
    return { ...inherited, noDefaultReason: "inside additionalProperties applying to object metadata" };
  }
  const isObject = isRoot || fieldOf(parent, "x-kubernetes-embedded-resource") === true;
  if (child.role !== "properties" || !isObject || !metaFields.has(child.name)) return inherited;
  const reason = isRoot ? { noDefaultReason: `in top-level ${child.name}` } : {};
  return { ...inherited, isInMetadata: true, ...reason };
}

const types = ["array", "boolean", "integer", "number", "object", "string"];

function unsupported(schema: JsonObject, path: string, { isInMetadata, noDefaultReason }: Surroundings): FieldError[] {
  const errors: FieldError[] = [];
  const type = presentText(schema, "type");
  if (type === "null") {
    const detail = "type cannot be set to null, use nullable as an alternative";
    errors.push(notSupported(`${path}.type`, type, types), forbiddenField(`${path}.type`, detail));
  } else if (type !== undefined && !types.includes(type)) errors.push(notSupported(`${path}.type`, type, types));
  if (noDefaultReason !== undefined && (fieldOf(schema, "default") ?? null) !== null) {
    errors.push(forbiddenField(`${path}.default`, `must not be set ${noDefaultReason}`));
  }
  for (const name of ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"]) {
    if (isSet(fieldOf(schema, name))) errors.push(forbiddenField(`${path}.${name}`, `${name} is not supported`));
  }
  if (Array.isArray(fieldOf(schema, "items"))) {
    errors.push(forbiddenField(`${path}.items`, "items must be a schema object and not an array"));
  }
  if (isInMetadata && fieldOf(schema, "x-kubernetes-embedded-resource") === true) {
    const field = `${path}.x-kubernetes-embedded-resource`;
    errors.push(forbiddenField(field, "must not be used inside of resource meta"));
  }
  return errors;
}

function isSet(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !isJsonObject(value) || Object.keys(value).length > 0;
}

function contradictions(schema: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (fieldOf(schema, "uniqueItems") === true) {
    const detail = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
    errors.push(forbiddenField(`${path}.uniqueItems`, detail));
  }
  const additional = fieldOf(schema, "additionalProperties");
  const isExclusive = additional === false || isJsonObject(additional);
  if (isExclusive && isSet(fieldOf(schema, "properties"))) {
    const detail = "additionalProperties and properties are mutual exclusive";
    errors.push(forbiddenField(`${path}.additionalProperties`, detail));
  }
  if (fieldOf(schema, "x-kubernetes-preserve-unknown-fields") === false) {
    const field = `${path}.x-kubernetes-preserve-unknown-fields`;
    errors.push(invalidValue(field, false, "must be true or undefined"));
  }
  const mapType = presentText(schema, "x-kubernetes-map-type");
  if (mapType === undefined) return errors;
  const type = presentText(schema, "type");
  const detail = "must be object if x-kubernetes-map-type is specified";
  if (type === undefined) errors.push(required(`${path}.type`, detail));
  else if (type !== "object") errors.push(invalidValue(`${path}.type`, type, detail));
  if (mapType !== "atomic" && mapType !== "granular") {
    errors.push(notSupported(`${path}.x-kubernetes-map-type`, mapType, ["atomic", "granular"]));
  }
  return errors;
}
