// Custom resources in the OpenAPI documents: their own schemas with their prose, and the operations of any resource.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder/builder.go
import type { Json, JsonObject } from "../../apimachinery/json.ts";
import type { ComponentOf } from "../../apimachinery/openapi/components.ts";
import { type OpenApiVersion, referenceTo } from "../../apimachinery/openapi/definition-json.ts";
import { openApiV2Document } from "../../apimachinery/openapi/document-v2.ts";
import { type OpenApiInfo, openApiV3Document } from "../../apimachinery/openapi/document-v3.ts";
import { metaDefinition } from "../../apimachinery/openapi/operations.ts";
import { groupVersionPath, type OpenApiResource } from "../../apimachinery/openapi/resource.ts";
import { isJsonObject } from "../../apimachinery/set-field.ts";
import type { Kind } from "../../kinds/kind.ts";
import { subresourcesOf } from "../discovery-subresources.ts";
import { forOldClients } from "./schema-for-v2.ts";

/** A kind with the openAPIV3Schema of its version, prose and all. */
export interface DescribedKind {
  readonly kind: Kind;
  readonly schema: JsonObject;
}

/** "com.example.stable.v1.CronTab" */
function definitionName({ group, version, kind }: Pick<Kind, "group" | "version" | "kind">): string {
  return [...group.split(".").reverse(), version, kind].join(".");
}

function listName(kind: Kind): string {
  const { group, version } = kind;
  return definitionName({ group, version, kind: listKindOf(kind) });
}

function listKindOf({ kind, listKind }: Kind): string {
  return listKind ?? `${kind}List`;
}

function resourceOf(kind: Kind): OpenApiResource {
  const definition = definitionName(kind);
  return {
    group: kind.group,
    version: kind.version,
    plural: kind.plural,
    kind: kind.kind,
    isCustom: true,
    namespaced: kind.scope === "Namespaced",
    verbs: kind.verbs,
    definition,
    listDefinition: listName(kind),
    subresources: subresourcesOf(kind).map(({ name, group, version, kind: answers, verbs }) => ({
      name,
      group: group ?? kind.group,
      version: version ?? kind.version,
      kind: answers,
      verbs,
      definition: name === "scale" ? "io.k8s.api.autoscaling.v1.Scale" : definition,
    })),
  };
}

/** The document of one group version. `builtIn` has the parts that all resources share. */
export function customDocumentV3(
  described: readonly DescribedKind[],
  builtIn: ComponentOf,
  info: OpenApiInfo,
): JsonObject {
  const own = componentsOf(described, 3);
  const { group, version } = (described[0] as DescribedKind).kind;
  const resources = described.map(({ kind }) => resourceOf(kind));
  return openApiV3Document({ group, version }, resources, (name) => own.get(name) ?? builtIn(name), info);
}

/** What is added to the one document of version 2. */
export function customPartsV2(
  described: readonly DescribedKind[],
  builtIn: ComponentOf,
  info: OpenApiInfo,
): { readonly paths: JsonObject; readonly definitions: JsonObject } {
  const own = componentsOf(described, 2);
  const resources = described.map(({ kind }) => resourceOf(kind));
  const document = openApiV2Document(resources, (name) => own.get(name) ?? builtIn(name), info);
  const isOurs = (path: string) => resources.some((one) => path.startsWith(`/apis/${one.group}/`));
  const paths = Object.entries(document["paths"] as JsonObject).filter(([path]) => isOurs(path));
  return { paths: Object.fromEntries(paths), definitions: Object.fromEntries(own) };
}

function componentsOf(described: readonly DescribedKind[], version: OpenApiVersion): Map<string, JsonObject> {
  const components = new Map<string, JsonObject>();
  for (const { kind, schema } of described) {
    const shape = version === 2 ? forOldClients(schema) : schema;
    components.set(definitionName(kind), objectJson(kind, shape, version));
    components.set(listName(kind), listJson(kind, version));
  }
  return components;
}

const apiVersionField: JsonObject = {
  type: "string",
  description:
    "APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources",
};
const kindField: JsonObject = {
  type: "string",
  description:
    "Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds",
};

function metadataField(definition: string, version: OpenApiVersion, description: string): JsonObject {
  const reference = { $ref: referenceTo(metaDefinition + definition, version) };
  return version === 2 ? { ...reference, description } : { allOf: [reference], description };
}

function objectJson(kind: Kind, schema: JsonObject, version: OpenApiVersion): JsonObject {
  const { group, version: kindVersion, kind: name } = kind;
  const named = { type: "object", "x-kubernetes-group-version-kind": [{ group, kind: name, version: kindVersion }] };
  // Version 2's readers take the fields that are told for all there are.
  if (version === 2 && schema["x-kubernetes-preserve-unknown-fields"] === true) return named;
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const about =
    "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
  return {
    ...schema,
    ...named,
    properties: {
      ...properties,
      apiVersion: apiVersionField,
      kind: kindField,
      metadata: metadataField("ObjectMeta", version, about),
    },
  };
}

function listJson(kind: Kind, version: OpenApiVersion): JsonObject {
  const items: Json = {
    description: `List of ${kind.plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md`,
    type: "array",
    items: { $ref: referenceTo(definitionName(kind), version) },
  };
  const about =
    "Standard list metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds";
  return {
    description: `${listKindOf(kind)} is a list of ${kind.kind}`,
    type: "object",
    required: ["items"],
    properties: {
      apiVersion: apiVersionField,
      items,
      kind: kindField,
      metadata: metadataField("ListMeta", version, about),
    },
    "x-kubernetes-group-version-kind": [{ group: kind.group, kind: listKindOf(kind), version: kind.version }],
  };
}

/** The kinds of each group version, by its path: "apis/stable.example.com/v1". */
export function customGroupVersions(kinds: readonly Kind[]): Map<string, Kind[]> {
  const found = new Map<string, Kind[]>();
  for (const kind of kinds) {
    if (kind.custom === undefined) continue;
    const path = groupVersionPath(kind.group, kind.version);
    found.set(path, [...(found.get(path) ?? []), kind]);
  }
  return found;
}
