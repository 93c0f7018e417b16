// The documents against upstream's published one: same paths, operations and definitions, but for what we do not serve.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { builtInComponents, openApiResources } from "../../kinds/facts/openapi-source.ts";
import type { Json, JsonObject } from "../json.ts";
import { openApiV2Document } from "./document-v2.ts";

const reference = resolve(import.meta.dirname, "../../../", process.env["SKERRY_REFERENCE"] ?? "../shared/reference");
const path = join(reference, "swagger.json");
const isThere = existsSync(path);

// biome-ignore lint/suspicious/noExplicitAny: an outside document is read as it comes
const upstream: any = isThere ? JSON.parse(readFileSync(path, "utf8")) : { paths: {}, definitions: {} };
// biome-ignore lint/suspicious/noExplicitAny: as above
const ours: any = openApiV2Document(openApiResources(), builtInComponents({ version: 2 }), { version: "test" });

const unstable = /\/v\d+(alpha|beta)\d+\//;
/** Served by nobody here: node logs, the issuer's keys (which are not part of a group). */
const notOurs = /^\/(logs|openid|\.well-known)\//;

function servedPaths(): string[] {
  const groups = new Set(openApiResources().map(({ group }) => group));
  return Object.keys(upstream.paths).filter((one) => {
    const group = /^\/apis\/([^/]+)\//.exec(one)?.[1];
    return !unstable.test(one) && !notOurs.test(one) && (group === undefined || groups.has(group));
  });
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly type?: string;
  readonly schema?: JsonObject;
}

/** All parameters of an operation, with those of its path, as `in name type`. */
function parametersOf(
  document: Json & { parameters?: unknown },
  item: Record<string, unknown>,
  method: string,
): string[] {
  const shared = (document as unknown as { parameters: Record<string, Parameter> }).parameters;
  const operation = item[method] as { parameters?: Parameter[] };
  const all = [...((item["parameters"] ?? []) as Parameter[]), ...(operation.parameters ?? [])];
  return all
    .map((one) => (one.$ref === undefined ? one : (shared[one.$ref.replace("#/parameters/", "")] as Parameter)))
    .map((one) => `${one.in} ${one.name} ${one.in === "body" ? bodyOf(one) : one.type}`)
    .sort();
}

/** A body without a declared shape means the object of the path; both say so by name. */
function bodyOf(parameter: Parameter): string {
  return String(parameter.schema?.["$ref"] ?? "any").replace("#/definitions/", "");
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function answersOf(operation: any): Record<string, string> {
  const answers = Object.entries(operation.responses).map(([code, response]) => {
    const { schema } = response as { schema?: { $ref?: string; type?: string } };
    return [code, schema?.$ref ?? schema?.type ?? ""];
  });
  return Object.fromEntries(answers);
}

describe.skipIf(!isThere)("upstream's document (skipped without the reference folder)", () => {
  test("has the same paths", () => {
    expect(Object.keys(ours.paths).sort()).toEqual(servedPaths().sort());
  });

  test.each(isThere ? servedPaths() : [])("%s has the same operations", (one) => {
    const methods = (item: object) => Object.keys(item).filter((key) => key !== "parameters");
    expect(methods(ours.paths[one]).sort()).toEqual(methods(upstream.paths[one]).sort());
    for (const method of methods(upstream.paths[one])) {
      const [mine, theirs] = [ours.paths[one][method], upstream.paths[one][method]];
      expect(mine.operationId).toBe(theirs.operationId);
      expect(mine["x-kubernetes-action"]).toBe(theirs["x-kubernetes-action"]);
      expect(mine["x-kubernetes-group-version-kind"]).toEqual(theirs["x-kubernetes-group-version-kind"]);
      expect(mine.tags).toEqual(theirs.tags);
      expect(parametersOf(ours, ours.paths[one], method)).toEqual(parametersOf(upstream, upstream.paths[one], method));
      expect(answersOf(mine)).toEqual(answersOf(theirs));
    }
  });

  test.each(Object.keys(ours.definitions))("%s has the same shape", (name) => {
    const theirs = upstream.definitions[name];
    const { "x-kubernetes-group-version-kind": kinds, ...mine } = ours.definitions[name];
    const expected = withoutProse(theirs);
    const { "x-kubernetes-group-version-kind": theirKinds, "x-kubernetes-unions": _, ...shape } = expected;
    expect(withoutDefaults(mine)).toEqual(shape);
    if (kinds !== undefined) expect(theirKinds).toContainEqual(kinds[0]);
  });

  test("has no stable definition of a kind that we lack", () => {
    const kinds = Object.entries(upstream.definitions as Record<string, JsonObject>)
      .filter(([name, one]) => !/\.v\d+(alpha|beta)\d+\./.test(name) && one["x-kubernetes-group-version-kind"])
      .map(([name]) => name);
    expect(kinds.filter((name) => ours.definitions[name] === undefined)).toEqual([]);
  });
});

/** Lists of required fields compare as sets. */
function withoutProse(definition: JsonObject): JsonObject {
  const text = JSON.stringify(definition, (key, value) => {
    if (key === "required" && Array.isArray(value)) return [...value].sort();
    return key === "description" && typeof value === "string" ? undefined : value;
  });
  return JSON.parse(text) as JsonObject;
}

/** Ours says the defaults that are keys of lists; the published document has none. */
function withoutDefaults(definition: JsonObject): JsonObject {
  const properties = definition["properties"] as Record<string, JsonObject> | undefined;
  if (properties === undefined) return definition;
  const entries = Object.entries(properties).map(([name, { default: _, ...rest }]) => [name, rest]);
  return { ...definition, properties: Object.fromEntries(entries) };
}
