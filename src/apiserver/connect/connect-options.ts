// The options of a connection: a query, as the object that admission sees, and back.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go getRequestOptions,
// apimachinery/pkg/runtime/conversion.go Convert_Slice_string_To_bool
import type { GroupVersionKind, Json, JsonObject, KubeObject } from "../../apimachinery/json.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import { findSchemaOfKind } from "../../kinds/facts/schema-of.ts";
import type { Connection } from "./connection.ts";

/** By collection and subresource. */
const kinds: Readonly<Record<string, string>> = {
  "pods/exec": "PodExecOptions",
  "pods/attach": "PodAttachOptions",
  "pods/portforward": "PodPortForwardOptions",
  "pods/proxy": "PodProxyOptions",
  "services/proxy": "ServiceProxyOptions",
  "nodes/proxy": "NodeProxyOptions",
};

export interface ConnectOptions {
  readonly kind: GroupVersionKind;
  readonly object: KubeObject;
}

/** Undefined: nothing of that name can be connected to. */
export function connectOptions(
  collection: string,
  { subresource, query, path }: Connection,
): ConnectOptions | undefined {
  const kind = kinds[`${collection}/${subresource}`];
  const schema = kind === undefined ? undefined : findSchemaOfKind("", "v1", kind);
  if (kind === undefined || schema === undefined) return undefined;
  const given = new URLSearchParams(query);
  // It is the URL's, whatever the query says.
  given.delete("path");
  if (path !== "") given.set("path", path);
  const object: JsonObject = { kind, apiVersion: "v1" };
  for (const [name, property] of optionsOf(schema)) {
    if (given.has(name)) object[name] = optionValue(property, given.getAll(name));
  }
  return { kind: { group: "", version: "v1", kind }, object: object as KubeObject };
}

/** `query` with what `options` say. */
export function queryOf({ kind, object }: ConnectOptions, query: string): string {
  const given = new URLSearchParams(query);
  const schema = findSchemaOfKind(kind.group, kind.version, kind.kind);
  for (const [name] of schema === undefined ? [] : optionsOf(schema)) {
    given.delete(name);
    const value = object[name];
    const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
    for (const one of values) given.append(name, String(one));
  }
  return given.toString();
}

function optionsOf(schema: Schema): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).filter(([name]) => name !== "kind" && name !== "apiVersion");
}

function optionValue(schema: Schema, values: readonly string[]): Json {
  const [first = ""] = values;
  switch (schema.type) {
    case "array":
      return values.map((value) => optionValue(schema.items ?? {}, [value]));
    case "boolean":
      return first.toLowerCase() !== "false" && first !== "0";
    case "integer":
      return Number.parseInt(first, 10) || 0;
    default:
      return first;
  }
}
