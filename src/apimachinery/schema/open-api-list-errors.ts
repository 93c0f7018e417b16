// What a custom resource's schema says of its lists' types must fit together.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
// ValidateCustomResourceDefinitionOpenAPISchema, validateMapListKeysMapSet
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from "../field-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";
import { presentText, propertyPath } from "./open-api-children.ts";

export function openApiListErrors(schema: JsonObject, path: string): FieldError[] {
  const listType = presentText(schema, "x-kubernetes-list-type");
  const keys = keysOf(schema);
  const errors: FieldError[] = [];
  if (listType !== undefined) errors.push(...typeErrors(schema, listType, path));
  if (keys.length > 0 && listType !== "map") {
    const detail = "must be map if x-kubernetes-list-map-keys is non-empty";
    const field = `${path}.x-kubernetes-list-type`;
    errors.push(listType === undefined ? required(field, detail) : invalidValue(field, listType, detail));
  }
  if (listType === "map") errors.push(...mapErrors(schema, keys, path));
  const items = fieldOf(schema, "items");
  if ((listType === "set" || listType === "map") && isJsonObject(items)) {
    errors.push(...nullableErrors(items, listType, `${path}.items`));
    if (listType === "map") errors.push(...keyErrors(items, keys, `${path}.items`));
  }
  return errors;
}

function keysOf(schema: JsonObject): string[] {
  const keys = fieldOf(schema, "x-kubernetes-list-map-keys");
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
}

function typeErrors(schema: JsonObject, listType: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const type = presentText(schema, "type");
  if (type !== "array") {
    const detail = "must be array if x-kubernetes-list-type is specified";
    errors.push(type === undefined ? required(`${path}.type`, detail) : invalidValue(`${path}.type`, type, detail));
  } else if (listType === "set") errors.push(...setItemErrors(fieldOf(schema, "items"), `${path}.items`));
  if (!["atomic", "set", "map"].includes(listType)) {
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, listType, ["atomic", "set", "map"]));
  }
  return errors;
}

/** Items of a set are compared in whole, so nothing may be merged inside them. */
function setItemErrors(items: Json | undefined, path: string): FieldError[] {
  if (!isJsonObject(items)) return [];
  const detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
  const type = presentText(items, "type");
  const listType = presentText(items, "x-kubernetes-list-type");
  if (type === "array" && listType !== undefined && listType !== "atomic") {
    return [invalidValue(`${path}.x-kubernetes-list-type`, listType, detail)];
  }
  if (type === "object" && presentText(items, "x-kubernetes-map-type") !== "atomic") {
    return [invalidValue(`${path}.x-kubernetes-map-type`, listType ?? null, detail)];
  }
  return [];
}

function mapErrors(schema: JsonObject, keys: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const keysPath = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) errors.push(required(keysPath, "must not be empty if x-kubernetes-list-type is map"));
  const items = fieldOf(schema, "items");
  if (items === undefined) {
    errors.push(required(`${path}.items`, "must have a schema if x-kubernetes-list-type is map"));
    return errors;
  }
  if (!isJsonObject(items)) return errors;
  const type = presentText(items, "type") ?? "";
  if (type !== "object") {
    const detail = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(invalidValue(`${path}.items.type`, type, detail));
    return errors;
  }
  const properties = fieldOf(items, "properties");
  keys.forEach((key, i) => {
    const property = isJsonObject(properties) ? fieldOf(properties, key) : undefined;
    const own = isJsonObject(property) ? presentText(property, "type") : undefined;
    if (property === undefined) {
      errors.push(invalidValue(keysPath, keys, "entries must all be names of item properties"));
    } else if (own === "array" || own === "object") {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      errors.push(invalidValue(`${propertyPath(`${path}.items`, key)}.type`, type, detail));
    }
    if (keys.indexOf(key) < i) errors.push(invalidValue(keysPath, keys, "must not contain duplicate entries"));
  });
  return errors;
}

function nullableErrors(items: JsonObject, listType: string, path: string): FieldError[] {
  if (fieldOf(items, "nullable") !== true) return [];
  return [forbiddenField(`${path}.nullable`, `cannot be nullable when x-kubernetes-list-type is ${listType}`)];
}

/** An item without its key could not be found again. */
function keyErrors(items: JsonObject, keys: readonly string[], path: string): FieldError[] {
  const properties = fieldOf(items, "properties");
  const needed = fieldOf(items, "required");
  if (!isJsonObject(properties)) return [];
  return keys.flatMap((key) => {
    const property = fieldOf(properties, key);
    if (!isJsonObject(property)) return [];
    const errors: FieldError[] = [];
    const at = propertyPath(path, key);
    const head = "this property is in x-kubernetes-list-map-keys, so it";
    const isRequired = Array.isArray(needed) && needed.includes(key);
    if (!isRequired && fieldOf(property, "default") === undefined) {
      errors.push(required(`${at}.default`, `${head} must have a default or be a required property`));
    }
    if (fieldOf(property, "nullable") === true) {
      errors.push(forbiddenField(`${at}.nullable`, `${head} cannot be nullable`));
    }
    return errors;
  });
}
