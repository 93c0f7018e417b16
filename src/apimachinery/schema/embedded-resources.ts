// Objects within a custom resource (x-kubernetes-embedded-resource): what they say of themselves must be what any object
// says. Their rest is held to the schema like everything else.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go
import { type FieldError, invalidValue, required } from "../field-error.ts";
import type { Json, JsonObject, ObjectMeta } from "../json.ts";
import { isDns1035Label } from "../names.ts";
import { validateObjectMeta } from "../object-meta.ts";
import { isJsonObject } from "../set-field.ts";
import { nestingMax } from "./limits.ts";
import type { Schema } from "./schema.ts";

/** The errors of all resources embedded in `value`; the resource itself is checked as any object is. */
export function embeddedResourceErrors(schema: Schema, value: Json): FieldError[] {
  const errors: FieldError[] = [];
  if (holdsEmbedded(schema)) collect(schema, value, { path: "", depth: 0 }, errors);
  return errors;
}

const holding = new WeakMap<Schema, boolean>();

/** Most schemas embed nothing, and need no look at their values. */
function holdsEmbedded(schema: Schema): boolean {
  const known = holding.get(schema);
  if (known !== undefined) return known;
  holding.set(schema, false);
  const { items, additionalProperties, properties } = schema;
  const parts = [items, typeof additionalProperties === "object" ? additionalProperties : undefined];
  const holds =
    schema.embeddedResource === true ||
    [...parts, ...Object.values(properties ?? {})].some((part) => isOwn(part) && holdsEmbedded(part));
  holding.set(schema, holds);
  return holds;
}

/** Not a built-in part such as metadata. */
function isOwn(schema: Schema | undefined): schema is Schema {
  return schema !== undefined && schema.name === undefined;
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

function collect(schema: Schema, value: Json, { path, depth }: Place, errors: FieldError[]): void {
  if (schema.name !== undefined || depth >= nestingMax) return;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return;
    value.forEach((item, i) => {
      collect(items, item, { path: `${path}[${i}]`, depth: depth + 1 }, errors);
    });
  } else if (isJsonObject(value)) {
    if (schema.embeddedResource === true) errors.push(...resourceErrors(value, path));
    const { properties, additionalProperties } = schema;
    for (const key of Object.keys(value)) {
      const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
      const child = own ?? (additionalProperties === true ? undefined : additionalProperties);
      if (child === undefined) continue;
      const at = own === undefined ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      collect(child, value[key] as Json, { path: at, depth: depth + 1 }, errors);
    }
  }
}

function resourceErrors(value: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ["apiVersion", "kind"] as const) {
    const [at, text] = [`${path}.${field}`, value[field]];
    if (text === undefined) errors.push(required(at, "must not be empty"));
    else if (typeof text !== "string") errors.push(invalidValue(at, text, "must be a string"));
    else if (text === "") errors.push(invalidValue(at, text, "must not be empty"));
    else errors.push(...(field === "kind" ? kindErrors(text, at) : versionErrors(text, at)));
  }
  const { metadata } = value;
  if (isJsonObject(metadata ?? null)) errors.push(...metaErrors(metadata as ObjectMeta, `${path}.metadata`));
  return errors;
}

function kindErrors(kind: string, path: string): FieldError[] {
  const messages = isDns1035Label(kind.toLowerCase());
  const lead = "may have mixed case, but should otherwise match: ";
  return messages.length === 0 ? [] : [invalidValue(path, kind, lead + messages.join(","))];
}

/** Kubernetes: apimachinery/pkg/runtime/schema/group_version.go ParseGroupVersion */
function versionErrors(apiVersion: string, path: string): FieldError[] {
  if (apiVersion.split("/").length <= 2) return [];
  return [invalidValue(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
}

/** It need have no name, and is of a namespace when it names one. */
function metaErrors(metadata: ObjectMeta, path: string): FieldError[] {
  const named = metadata.name ? metadata : { ...metadata, name: "fakename" };
  return validateObjectMeta(named, { namespaced: Boolean(metadata.namespace), nameRule: "path-segment", path });
}
