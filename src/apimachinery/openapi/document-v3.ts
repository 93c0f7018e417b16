// An OpenAPI v3 document of one group version, as /openapi/v3/apis/GROUP/VERSION answers it.
import type { Json, JsonObject } from "../json.ts";
import { type ComponentOf, reachableComponents } from "./components.ts";
import { referenceTo } from "./definition-json.ts";
import { type DiscoveryOperation, groupVersionOperation } from "./discovery-operations.ts";
import { consumedBy, producedBy } from "./media-types.ts";
import { type ApiOperation, resourceOperations } from "./operations.ts";
import { parameterType } from "./parameters.ts";
import { groupVersionTag, type OpenApiResource } from "./resource.ts";

export interface OpenApiInfo {
  /** The server's version: "v1.36.0". */
  readonly version: string;
}

/** `resources` are those of the group version; `componentOf` answers schema objects with v3 references. */
export function openApiV3Document(
  { group, version }: { readonly group: string; readonly version: string },
  resources: readonly OpenApiResource[],
  componentOf: ComponentOf,
  info: OpenApiInfo,
): JsonObject {
  const operations = resources.flatMap(resourceOperations);
  const discovery = groupVersionOperation(group, version);
  const names = [
    ...operations.flatMap(({ body, answer }) => [body, answer]),
    ...resources.map((resource) => resource.definition),
    discovery.answer,
  ].filter((name) => name !== undefined);
  return {
    ...documentHead(info),
    paths: {
      [discovery.path]: { get: discoveryOperation(discovery) },
      ...pathItems(operations, groupVersionTag(group, version)),
    },
    components: {
      schemas: reachableComponents(names, componentOf),
      securitySchemes: { BearerToken: { in: "header", name: "authorization", type: "apiKey" } },
    },
  };
}

/** The documents of paths that belong to no group version: `api`, `apis`, `apis/GROUP`, `version`. */
export function openApiV3RootDocument(
  operation: DiscoveryOperation,
  componentOf: ComponentOf,
  info: OpenApiInfo,
): JsonObject {
  return {
    ...documentHead(info),
    paths: { [operation.path]: { get: discoveryOperation(operation) } },
    components: { schemas: reachableComponents([operation.answer], componentOf) },
  };
}

function documentHead({ version }: OpenApiInfo): JsonObject {
  return { openapi: "3.0.0", info: { title: "Kubernetes", version } };
}

function pathItems(operations: readonly ApiOperation[], tag: string): JsonObject {
  const items: Record<string, JsonObject> = {};
  for (const operation of operations) {
    items[operation.path] ??= { parameters: pathParameters(operation) };
    (items[operation.path] as JsonObject)[operation.method] = operationJson(operation, tag);
  }
  return Object.fromEntries(Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pathParameters(operation: ApiOperation): Json[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1] as string,
    in: "path",
    required: true,
    schema: { type: "string", uniqueItems: true },
  }));
  return operation.action === "connect" ? inPath : [...inPath, queryParameter("pretty")];
}

function queryParameter(name: string): JsonObject {
  return { name, in: "query", schema: { type: parameterType(name), uniqueItems: true } };
}

function operationJson(operation: ApiOperation, tag: string): JsonObject {
  const body = operation.body;
  const takes = consumedBy[operation.media];
  return {
    tags: [tag],
    operationId: operation.id,
    ...(operation.query.length === 0 ? {} : { parameters: operation.query.map(queryParameter) }),
    ...(body === undefined
      ? {}
      : { requestBody: { content: content(takes, body), required: isBodyRequired(operation) } }),
    responses: responses(operation),
    "x-kubernetes-action": operation.action,
    "x-kubernetes-group-version-kind": { ...operation.kind },
  };
}

/** Only a delete may come without one. */
function isBodyRequired(operation: ApiOperation): boolean {
  return operation.method !== "delete";
}

function content(mediaTypes: readonly string[], component: string | undefined): JsonObject {
  const schema: JsonObject = component === undefined ? { type: "string" } : { $ref: referenceTo(component, 3) };
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema }]));
}

export const codeTexts: Readonly<Record<number, string>> = { 200: "OK", 201: "Created", 202: "Accepted" };

function responses(operation: ApiOperation): JsonObject {
  const successes = operation.codes.map((code): [string, Json] => [
    String(code),
    { description: codeTexts[code] ?? "", content: content(producedBy[operation.media], operation.answer) },
  ]);
  return Object.fromEntries([...successes, ["401", { description: "Unauthorized" }]]);
}

function discoveryOperation({ id, tag, answer }: DiscoveryOperation): JsonObject {
  return {
    tags: [tag],
    operationId: id,
    responses: {
      200: { description: "OK", content: content(producedBy.object, answer) },
      401: { description: "Unauthorized" },
    },
  };
}
