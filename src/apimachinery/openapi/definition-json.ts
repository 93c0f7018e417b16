// A built-in definition as an OpenAPI schema object: what kubectl explains, and reads merge keys from.
import type { GroupVersionKind, Json, JsonObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";

export type OpenApiVersion = 2 | 3;

/** Descriptions come from outside; a definition alone, or one of its properties. */
export type Prose = (definition: string, property?: string) => string | undefined;

export interface DefinitionContext {
  readonly version: OpenApiVersion;
  /** The schema of a definition by its full name. */
  readonly schemaOf: (definition: string) => Schema;
  readonly prose?: Prose;
  /** Values that a property may have, where somebody knows them. */
  readonly enumOf?: (definition: string, property: string) => readonly string[] | undefined;
}

/** `#/definitions/NAME` or `#/components/schemas/NAME`. */
export function referenceTo(definition: string, version: OpenApiVersion): string {
  return version === 2 ? `#/definitions/${definition}` : `#/components/schemas/${definition}`;
}

/** A definition's schema object. `kinds`: the kinds that objects of it have. */
export function definitionJson(
  definition: string,
  kinds: readonly GroupVersionKind[],
  context: DefinitionContext,
): JsonObject {
  const schema = context.schemaOf(definition);
  const description = context.prose?.(definition);
  return {
    ...(description === undefined ? {} : { description }),
    ...shapeOf(schema, definition, context),
    ...(schema.mapType === undefined ? {} : { "x-kubernetes-map-type": schema.mapType }),
    ...(kinds.length === 0 ? {} : { "x-kubernetes-group-version-kind": kinds.map((kind) => ({ ...kind })) }),
  };
}

function shapeOf(schema: Schema, definition: string, context: DefinitionContext): JsonObject {
  if (schema.properties === undefined) return scalarOf(schema, context.version);
  const properties: JsonObject = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    properties[name] = propertyJson(property, { definition, name }, context);
  }
  return {
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(schema.required === undefined ? {} : { required: [...schema.required] }),
    type: "object",
  };
}

/** Forms that JSON Schema has no name for. */
function scalarOf(schema: Schema, version: OpenApiVersion): JsonObject {
  switch (schema.format) {
    case "quantity":
      return version === 2 ? { type: "string" } : { oneOf: [{ type: "string" }, { type: "number" }] };
    case "int-or-string":
      return version === 2
        ? { format: "int-or-string", type: "string" }
        : { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] };
    case "micro-time":
      return { format: "date-time", type: "string" };
    case "schema-or-array":
    case "schema-or-bool":
    case "schema-or-strings":
      return {};
    default:
      return {
        ...(schema.format === undefined ? {} : { format: schema.format }),
        ...(schema.type === undefined ? {} : { type: schema.type }),
      };
  }
}

function propertyJson(
  schema: Schema,
  at: { readonly definition: string; readonly name: string },
  context: DefinitionContext,
): JsonObject {
  const description = context.prose?.(at.definition, at.name);
  const values = schema.type === "string" ? context.enumOf?.(at.definition, at.name) : undefined;
  const extensions = extensionsOf(schema, context);
  const around: JsonObject = {
    ...(description === undefined ? {} : { description }),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(values === undefined ? {} : { enum: [...values] }),
    ...extensions,
  };
  if (schema.name === undefined || context.version === 2 || Object.keys(around).length === 0) {
    return { ...typeJson(schema, context.version), ...around };
  }
  // OpenAPI 3.0 ignores what stands beside a reference.
  return { allOf: [typeJson(schema, context.version)], ...around };
}

function typeJson(schema: Schema, version: OpenApiVersion): JsonObject {
  if (schema.name !== undefined) return { $ref: referenceTo(schema.name, version) };
  if (schema.items !== undefined) return { items: typeJson(schema.items, version), type: "array" };
  if (typeof schema.additionalProperties === "object") {
    return { additionalProperties: typeJson(schema.additionalProperties, version), type: "object" };
  }
  return scalarOf(schema, version);
}

function extensionsOf(schema: Schema, { schemaOf }: DefinitionContext): JsonObject {
  // A definition says its own map type itself; a property only what it says otherwise.
  const ownMapType = schema.name === undefined ? undefined : schemaOf(schema.name).mapType;
  const extensions: Readonly<Record<string, Json | undefined>> = {
    "x-kubernetes-list-map-keys": schema.listMapKeys === undefined ? undefined : [...schema.listMapKeys],
    "x-kubernetes-list-type": schema.listType,
    "x-kubernetes-map-type": schema.mapType === ownMapType ? undefined : schema.mapType,
    "x-kubernetes-patch-merge-key": schema.patchMergeKey,
    "x-kubernetes-patch-strategy": schema.patchStrategy,
  };
  const present = Object.entries(extensions).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(present);
}
