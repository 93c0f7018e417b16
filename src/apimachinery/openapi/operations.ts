// The operations of a resource: every path and method that the API answers for it, in the terms both OpenAPI versions
// share. Names and ids follow upstream: clients in many languages are generated from them.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/installer.go
import type { GroupVersionKind } from "../json.ts";
import { queryOfAction, queryOfSubresource } from "./parameters.ts";
import { groupVersionId, groupVersionPath, type OpenApiResource, type OpenApiSubresource } from "./resource.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete" | "head" | "options";

export interface ApiOperation {
  readonly path: string;
  readonly method: Method;
  /** x-kubernetes-action */
  readonly action: string;
  readonly id: string;
  readonly kind: GroupVersionKind;
  readonly query: readonly string[];
  /** Component of the body; patches and deletes have the usual ones. */
  readonly body?: string;
  /** Component of the answer; absent: text or a stream. */
  readonly answer?: string;
  /** Codes of success. */
  readonly codes: readonly number[];
  /**
   * What it takes and gives: objects, lists that can be watched, patches (also by strategic merge, or not), plain text,
   * or whatever passes through.
   */
  readonly media: "object" | "list" | "patch" | "plainPatch" | "text" | "any";
}

export const metaDefinition = "io.k8s.apimachinery.pkg.apis.meta.v1.";

/** Every operation of a resource and its subresources. */
export function resourceOperations(resource: OpenApiResource): ApiOperation[] {
  const operations = allOperations(resource);
  if (resource.isCustom !== true) return operations;
  // Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder/builder.go buildRoute
  return operations
    .filter(({ action }) => !action.startsWith("watch"))
    .map((one) => (one.media === "patch" ? { ...one, media: "plainPatch" } : one));
}

function allOperations(resource: OpenApiResource): ApiOperation[] {
  const root = `/${groupVersionPath(resource.group, resource.version)}`;
  const scope = resource.namespaced ? "/namespaces/{namespace}" : "";
  const collection = `${root}${scope}/${resource.plural}`;
  const isReadable = resource.verbs.includes("get");
  return [
    ...(resource.namespaced && isReadable ? acrossNamespaces(resource, root) : []),
    ...ofCollection(resource, collection),
    ...ofOne(resource, `${collection}/{name}`),
    ...resource.subresources.flatMap((one) => ofSubresource(resource, one, `${collection}/{name}/${one.name}`)),
    ...watches(resource, root, scope),
  ];
}

interface Names {
  readonly kind: GroupVersionKind;
  /** "AppsV1" */
  readonly prefix: string;
  /** "NamespacedDeployment" */
  readonly noun: string;
}

function namesOf(resource: OpenApiResource): Names {
  const { group, version, kind } = resource;
  return {
    kind: { group, version, kind },
    prefix: groupVersionId(group, version),
    noun: `${resource.namespaced ? "Namespaced" : ""}${kind}`,
  };
}

function acrossNamespaces(resource: OpenApiResource, root: string): ApiOperation[] {
  if (!resource.verbs.includes("list")) return [];
  const { kind, prefix } = namesOf(resource);
  const id = `list${prefix}${kind.kind}ForAllNamespaces`;
  return [list(resource, kind, `${root}/${resource.plural}`, id)];
}

function list(resource: OpenApiResource, kind: GroupVersionKind, path: string, id: string): ApiOperation {
  return {
    path,
    method: "get",
    action: "list",
    id,
    kind,
    query: queryOfAction["list"] as readonly string[],
    ...(resource.listDefinition === undefined ? {} : { answer: resource.listDefinition }),
    codes: [200],
    media: "list",
  };
}

function ofCollection(resource: OpenApiResource, path: string): ApiOperation[] {
  const { kind, prefix, noun } = namesOf(resource);
  const operations: ApiOperation[] = [];
  if (resource.verbs.includes("list")) operations.push(list(resource, kind, path, `list${prefix}${noun}`));
  if (resource.verbs.includes("create")) {
    operations.push(write("post", path, `create${prefix}${noun}`, kind, resource.definition));
  }
  if (resource.verbs.includes("deletecollection")) {
    const id = `delete${prefix}Collection${noun}`;
    const answer = `${metaDefinition}Status`;
    operations.push({ ...deletion("deletecollection", path, id, kind, answer), codes: [200] });
  }
  return operations;
}

function ofOne(resource: OpenApiResource, path: string): ApiOperation[] {
  const { kind, prefix, noun } = namesOf(resource);
  const operations = readsAndWrites(resource.verbs, path, { prefix, noun, kind }, resource.definition);
  if (resource.verbs.includes("delete")) {
    const answer = resource.deletedDefinition ?? `${metaDefinition}Status`;
    operations.push(deletion("delete", path, `delete${prefix}${noun}`, kind, answer));
  }
  return operations;
}

function readsAndWrites(verbs: readonly string[], path: string, names: Names, definition: string): ApiOperation[] {
  const { prefix, noun, kind } = names;
  const operations: ApiOperation[] = [];
  if (verbs.includes("get")) operations.push(read(path, `read${prefix}${noun}`, kind, definition));
  if (verbs.includes("update")) operations.push(write("put", path, `replace${prefix}${noun}`, kind, definition));
  if (verbs.includes("patch")) operations.push(write("patch", path, `patch${prefix}${noun}`, kind, definition));
  return operations;
}

function read(path: string, id: string, kind: GroupVersionKind, answer: string): ApiOperation {
  return { path, method: "get", action: "get", id, kind, query: [], answer, codes: [200], media: "object" };
}

const codesOfWrite = { post: [200, 201, 202], put: [200, 201], patch: [200, 201] } as const;

function write(
  method: "post" | "put" | "patch",
  path: string,
  id: string,
  kind: GroupVersionKind,
  definition: string,
): ApiOperation {
  return {
    path,
    method,
    action: method,
    id,
    kind,
    query: queryOfAction[method] as readonly string[],
    body: method === "patch" ? `${metaDefinition}Patch` : definition,
    answer: definition,
    codes: codesOfWrite[method],
    media: method === "patch" ? "patch" : "object",
  };
}

function deletion(action: string, path: string, id: string, kind: GroupVersionKind, answer: string): ApiOperation {
  return {
    path,
    method: "delete",
    action,
    id,
    kind,
    query: queryOfAction[action] as readonly string[],
    body: `${metaDefinition}DeleteOptions`,
    answer,
    codes: [200, 202],
    media: "object",
  };
}

const connectMethods: Readonly<Record<string, readonly Method[]>> = {
  attach: ["get", "post"],
  exec: ["get", "post"],
  portforward: ["get", "post"],
  proxy: ["delete", "get", "head", "options", "patch", "post", "put"],
};

function ofSubresource(resource: OpenApiResource, one: OpenApiSubresource, path: string): ApiOperation[] {
  const { prefix, noun } = namesOf(resource);
  const kind = { group: one.group, version: one.version, kind: one.kind };
  const name = one.name.slice(0, 1).toUpperCase() + one.name.slice(1);
  const methods = connectMethods[one.name];
  if (methods !== undefined && one.definition === undefined) {
    const connects = (at: string, suffix: string) =>
      methods.map((method) =>
        connect(at, method, `${prefix}${capital(method)}${noun}${name}${suffix}`, kind, one.name),
      );
    return [...connects(path, ""), ...(one.name === "proxy" ? connects(`${path}/{path}`, "WithPath") : [])];
  }
  if (one.definition === undefined) {
    const query = queryOfSubresource[one.name] ?? [];
    const id = `read${prefix}${noun}${name}`;
    return [{ path, method: "get", action: "get", id, kind, query, codes: [200], media: "text" }];
  }
  const operations = readsAndWrites(one.verbs, path, { prefix, noun: `${noun}${name}`, kind }, one.definition);
  if (one.verbs.includes("create")) {
    operations.push(write("post", path, `create${prefix}${noun}${name}`, kind, one.definition));
  }
  return operations;
}

function capital(method: Method): string {
  return method.slice(0, 1).toUpperCase() + method.slice(1);
}

function connect(path: string, method: Method, id: string, kind: GroupVersionKind, subresource: string): ApiOperation {
  const query = queryOfSubresource[subresource] ?? [];
  return { path, method, action: "connect", id: `connect${id}`, kind, query, codes: [200], media: "any" };
}

/** The old form of watching, which clients may still use. */
function watches(resource: OpenApiResource, root: string, scope: string): ApiOperation[] {
  if (!resource.verbs.includes("watch")) return [];
  const { kind, prefix, noun } = namesOf(resource);
  const watch = (action: "watch" | "watchlist", path: string, id: string): ApiOperation => ({
    path,
    method: "get",
    action,
    id,
    kind,
    query: queryOfAction[action] as readonly string[],
    answer: `${metaDefinition}WatchEvent`,
    codes: [200],
    media: "list",
  });
  const { plural } = resource;
  return [
    watch("watchlist", `${root}/watch${scope}/${plural}`, `watch${prefix}${noun}List`),
    ...(resource.namespaced
      ? [watch("watchlist", `${root}/watch/${plural}`, `watch${prefix}${kind.kind}ListForAllNamespaces`)]
      : []),
    watch("watch", `${root}/watch${scope}/${plural}/{name}`, `watch${prefix}${noun}`),
  ];
}
