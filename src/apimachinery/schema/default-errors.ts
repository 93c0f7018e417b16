// Defaults must themselves be what the schema asks for.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go
import { type FieldError, invalidValue } from "../field-error.ts";
import type { JsonObject } from "../json.ts";
import { fieldOf } from "../set-field.ts";
import { schemaPartFromOpenApi } from "./custom-schema.ts";
import { childSchemas } from "./open-api-children.ts";
import { prune } from "./prune.ts";
import { validate } from "./validate.ts";

/** Of a structural schema at `path`: each default that its own field would not take. */
export function defaultErrors(openApi: JsonObject, path: string): FieldError[] {
  const errors = ownErrors(openApi, path);
  for (const child of childSchemas(openApi, path)) {
    if (child.role === "items" || child.role === "properties") errors.push(...defaultErrors(child.schema, child.path));
  }
  return errors;
}

/** Metadata inside a default is not read here: its name is all that matters. */
const objectMeta = { name: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };

function ownErrors(openApi: JsonObject, path: string): FieldError[] {
  const preset = fieldOf(openApi, "default");
  if (preset === undefined || preset === null) return [];
  const schema = schemaPartFromOpenApi(openApi, objectMeta);
  const at = `${path}.default`;
  const unknown = prune(schema, preset).unknownFields;
  const errors = validate(schema, preset).map((error) => ({ ...error, field: placed(at, error.field) }));
  return unknown.length === 0 ? errors : [invalidValue(at, preset, "must not have unknown fields"), ...errors];
}

function placed(path: string, field: string): string {
  if (field === "" || field === "<nil>") return path;
  return field.startsWith("[") ? `${path}${field}` : `${path}.${field}`;
}
