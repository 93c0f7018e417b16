// Builds the facts of every stable definition out of the document, the field numbers and the overlay.

import type { GoFieldFact } from "./go-field-fact.ts";
import type { GoFields } from "./go-fields.ts";
import {
  definitionOfMessage,
  definitionOfRef,
  isStableDefinition,
  isStableVersion,
  messageName,
  shortName,
} from "./names.ts";
import { eitherFormats, fieldDefaults, formats, kindsWithoutPaths, openDefinitions } from "./overlay.ts";
import { type FieldNumber, fieldNumbers } from "./protobuf.ts";
import type { ProtobufMessages, Sources, SwaggerSchema } from "./sources.ts";

export interface DefinitionFact {
  /** "core.v1.Pod" */
  readonly name: string;
  /** "apps/v1 Deployment": the kinds that this is the one definition of. */
  readonly kind?: string;
  readonly type?: string;
  readonly format?: string;
  /** Of a value that is one of two shapes: the definition that both refer to. */
  readonly items?: string;
  readonly open?: boolean;
  readonly mapType?: string;
  readonly fields: readonly FieldFact[];
}

export interface FieldFact {
  readonly name: string;
  /** A scalar, a definition's short name, `[]T` or `map:T`. */
  readonly type: string;
  readonly required: boolean;
  readonly number: FieldNumber | undefined;
  readonly listType?: string | undefined;
  readonly listMapKeys?: readonly string[] | undefined;
  readonly mapType?: string | undefined;
  readonly patchStrategy?: string | undefined;
  readonly patchMergeKey?: string | undefined;
  readonly default?: string | undefined;
  readonly omittedWhenZero: boolean;
  /** Go's name of the type, where it does not follow from the type. */
  readonly goType?: string | undefined;
}

/** Every stable definition, by short name, sorted. */
export function definitionFacts({ swagger, protobuf }: Sources, goFields: GoFields): DefinitionFact[] {
  const facts = new Map<string, DefinitionFact>();
  for (const [full, schema] of Object.entries(swagger.definitions)) {
    if (!isStableDefinition(full)) continue;
    facts.set(shortName(full), withGoFacts(fromSwagger(full, schema, protobuf), goFields(full)));
  }
  for (const { definition, apiVersion, required } of kindsWithoutPaths) {
    const kind = `${apiVersion} ${definition.split(".").pop()}`;
    addFromProtobuf(facts, protobuf, fullNameOf(protobuf, definition), { kind, required: required ?? [], goFields });
  }
  return [...facts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function withGoFacts(fact: DefinitionFact, goFields: ReadonlyMap<string, GoFieldFact>): DefinitionFact {
  const fields = fact.fields.map((field): FieldFact => {
    const go = goFields.get(field.name);
    if (go === undefined) return field;
    const goType = go.type === goTypeText(field.type) ? undefined : go.type;
    return { ...field, omittedWhenZero: go.omittedWhenZero, goType };
  });
  return { ...fact, fields };
}

function fullNameOf(protobuf: ProtobufMessages, short: string): string {
  const message = Object.keys(protobuf).find((one) => shortName(definitionOfMessage(one)) === short);
  if (message === undefined) throw new Error(`no protobuf message for ${short}`);
  return definitionOfMessage(message);
}

function fromSwagger(full: string, schema: SwaggerSchema, protobuf: ProtobufMessages): DefinitionFact {
  const name = shortName(full);
  const either = eitherFormats[name];
  const numbers = fieldNumbers(protobuf, messageName(full), Object.keys(schema.properties ?? {}));
  const kind = kindOf(schema);
  const type = either === undefined ? schema.type : undefined;
  const format = either?.format ?? formats[name] ?? schema.format;
  return {
    name,
    ...(kind === undefined ? {} : { kind }),
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(either === undefined ? {} : { items: either.items }),
    ...(openDefinitions.has(name) ? { open: true } : {}),
    ...(schema["x-kubernetes-map-type"] === undefined ? {} : { mapType: schema["x-kubernetes-map-type"] }),
    fields: Object.entries(schema.properties ?? {})
      .map(([field, property]) => fieldFact(name, field, property, schema, numbers.get(field)))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Kinds that many groups share (DeleteOptions, WatchEvent) count as v1's. */
function kindOf(schema: SwaggerSchema): string | undefined {
  const kinds = (schema["x-kubernetes-group-version-kind"] ?? []).filter((one) => isStableVersion(one.version));
  const one = kinds.length > 1 ? kinds.find((kind) => kind.group === "") : kinds[0];
  if (one === undefined) return undefined;
  return `${one.group === "" ? "" : `${one.group}/`}${one.version} ${one.kind}`;
}

function fieldFact(
  definition: string,
  name: string,
  property: SwaggerSchema,
  owner: SwaggerSchema,
  number: FieldNumber | undefined,
): FieldFact {
  return {
    name,
    type: typeText(property),
    required: owner.required?.includes(name) ?? false,
    number,
    listType: property["x-kubernetes-list-type"],
    listMapKeys: property["x-kubernetes-list-map-keys"],
    mapType: property["x-kubernetes-map-type"],
    patchStrategy: property["x-kubernetes-patch-strategy"],
    patchMergeKey: property["x-kubernetes-patch-merge-key"],
    default: fieldDefaults[`${definition}.${name}`],
    omittedWhenZero: false,
  };
}

function typeText(schema: SwaggerSchema): string {
  if (schema.$ref !== undefined) return shortName(definitionOfRef(schema.$ref));
  if (schema.items !== undefined) return `[]${typeText(schema.items)}`;
  if (schema.additionalProperties !== undefined) return `map:${typeText(schema.additionalProperties)}`;
  const type = schema.format ?? schema.type;
  if (type === undefined || type === "object") throw new Error(`a field without a shape: ${JSON.stringify(schema)}`);
  return type;
}

/** A definition that only the protobuf table knows, and those it needs. Upstream's top-level kinds carry TypeMeta. */
function addFromProtobuf(
  facts: Map<string, DefinitionFact>,
  protobuf: ProtobufMessages,
  full: string,
  { kind, required, goFields }: { kind?: string; required: readonly string[]; goFields: GoFields },
): void {
  const name = shortName(full);
  if (facts.has(name)) return;
  const message = protobuf[messageName(full)];
  if (message === undefined) throw new Error(`no protobuf message for ${full}`);
  const typeMeta: FieldFact[] =
    kind === undefined
      ? []
      : ["apiVersion", "kind"].map((name) => ({ ...plainField, name, type: "string", number: undefined }));
  const fields = Object.entries(message).map(([field, [number, type, repeat]]): FieldFact => {
    const element = type.startsWith("k8s.io.") ? shortName(definitionOfMessage(type)) : (jsonTypes[type] ?? type);
    const text = repeat === "map" ? `map:${element}` : repeat === "repeated" ? `[]${element}` : element;
    return { ...plainField, name: field, type: text, required: required.includes(field), number: { path: [number] } };
  });
  const fact: DefinitionFact = {
    name,
    ...(kind === undefined ? {} : { kind }),
    type: "object",
    fields: [...typeMeta, ...fields].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
  facts.set(name, withGoFacts(fact, goFields(full)));
  for (const [, type] of Object.values(message)) {
    if (!type.startsWith("k8s.io.")) continue;
    addFromProtobuf(facts, protobuf, definitionOfMessage(type), { required: [], goFields });
  }
}

const plainField = { required: false, omittedWhenZero: false };

const jsonTypes: Readonly<Record<string, string>> = { bool: "boolean", bytes: "byte" };

const goScalars: Readonly<Record<string, string>> = { boolean: "bool", byte: "[]uint8", double: "float64" };

/** What src/apimachinery/schema/go-type.ts will say by itself. */
function goTypeText(type: string): string {
  if (type.startsWith("[]")) return `[]${goTypeText(type.slice(2))}`;
  if (type.startsWith("map:")) return `map[string]${goTypeText(type.slice(4))}`;
  return type.includes(".") ? type.split(".").slice(-2).join(".") : (goScalars[type] ?? type);
}
