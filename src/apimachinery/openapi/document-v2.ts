// The one OpenAPI v2 document of a server, as /openapi/v2 answers it.
import type { Json, JsonObject } from "../json.ts";
import { type ComponentOf, reachableComponents } from "./components.ts";
import { referenceTo } from "./definition-json.ts";
import { type DiscoveryOperation, groupVersionOperation, rootOperations } from "./discovery-operations.ts";
import { codeTexts, type OpenApiInfo } from "./document-v3.ts";
import { consumedBy, producedBy } from "./media-types.ts";
import { type ApiOperation, resourceOperations } from "./operations.ts";
import { parameterType } from "./parameters.ts";
import { groupVersionTag, type OpenApiResource } from "./resource.ts";

/** `componentOf` answers schema objects with v2 references. */
export function openApiV2Document(
  resources: readonly OpenApiResource[],
  componentOf: ComponentOf,
  { version }: OpenApiInfo,
): JsonObject {
  const discovery = discoveryOf(resources);
  const operations = resources.flatMap((resource) => {
    const tag = groupVersionTag(resource.group, resource.version);
    return resourceOperations(resource).map((operation) => ({ operation, tag }));
  });
  const names = [
    ...operations.flatMap(({ operation }) => [operation.body, operation.answer]),
    ...resources.map((resource) => resource.definition),
    ...discovery.map((operation) => operation.answer),
  ].filter((name) => name !== undefined);
  const paths: Record<string, JsonObject> = {};
  for (const operation of discovery) paths[operation.path] = { get: discoveryJson(operation) };
  for (const { operation, tag } of operations) {
    paths[operation.path] ??= { parameters: pathParameters(operation) };
    (paths[operation.path] as JsonObject)[operation.method] = operationJson(operation, tag);
  }
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    definitions: reachableComponents(names, componentOf),
    parameters: sharedParameters(operations.map(({ operation }) => operation)),
    securityDefinitions: { BearerToken: { in: "header", name: "authorization", type: "apiKey" } },
    security: [{ BearerToken: [] }],
  };
}

function discoveryOf(resources: readonly OpenApiResource[]): DiscoveryOperation[] {
  const groups = [...new Set(resources.map((one) => one.group))].filter((group) => group !== "");
  const versions = new Map(resources.map(({ group, version }) => [`${group}/${version}`, { group, version }]));
  return [
    ...rootOperations(groups),
    ...[...versions.values()].map(({ group, version }) => groupVersionOperation(group, version)),
  ];
}

/** Query parameters stand once in the document: there are a few dozen of them on thousands of operations. */
function sharedParameters(operations: readonly ApiOperation[]): JsonObject {
  const names = new Set(["pretty", ...operations.flatMap((operation) => operation.query)]);
  const entries = [...names]
    .sort()
    .map((name): [string, Json] => [name, { name, in: "query", type: parameterType(name), uniqueItems: true }]);
  return Object.fromEntries(entries);
}

function shared(name: string): JsonObject {
  return { $ref: `#/parameters/${name}` };
}

function pathParameters(operation: ApiOperation): Json[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1] as string,
    in: "path",
    required: true,
    type: "string",
    uniqueItems: true,
  }));
  return operation.action === "connect" ? inPath : [...inPath, shared("pretty")];
}

function operationJson(operation: ApiOperation, tag: string): JsonObject {
  const { body, query } = operation;
  const bodyParameter = (component: string): JsonObject => ({
    name: "body",
    in: "body",
    ...(operation.method === "delete" ? {} : { required: true }),
    schema: { $ref: referenceTo(component, 2) },
  });
  const parameters = [...(body === undefined ? [] : [bodyParameter(body)]), ...query.map(shared)];
  return {
    consumes: [...consumedBy[operation.media]],
    operationId: operation.id,
    ...(parameters.length === 0 ? {} : { parameters }),
    produces: [...producedBy[operation.media]],
    responses: responses(operation),
    schemes: ["https"],
    tags: [tag],
    "x-kubernetes-action": operation.action,
    "x-kubernetes-group-version-kind": { ...operation.kind },
  };
}

function responses({ codes, answer }: ApiOperation): JsonObject {
  const schema: JsonObject = answer === undefined ? { type: "string" } : { $ref: referenceTo(answer, 2) };
  const successes = codes.map((code): [string, Json] => [String(code), { description: codeTexts[code] ?? "", schema }]);
  return Object.fromEntries([...successes, ["401", { description: "Unauthorized" }]]);
}

function discoveryJson({ id, tag, answer }: DiscoveryOperation): JsonObject {
  return {
    consumes: [...producedBy.object],
    operationId: id,
    produces: [...producedBy.object],
    responses: {
      200: { description: "OK", schema: { $ref: referenceTo(answer, 2) } },
      401: { description: "Unauthorized" },
    },
    schemes: ["https"],
    tags: [tag],
  };
}
