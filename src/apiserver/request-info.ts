// What a request is about, read from its method and path alone.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go

export type RequestVerb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

export interface ResourceRequest {
  readonly type: "resource";
  readonly verb: RequestVerb;
  readonly group: string;
  readonly version: string;
  /** "" when the path names no namespace. */
  readonly namespace: string;
  readonly resource: string;
  /** "" for collections. */
  readonly name: string;
  /** "" for the main resource. */
  readonly subresource: string;
  /** What follows the subresource, without a leading slash: only `proxy` takes such a path. */
  readonly rest: string;
}

export interface NonResourceRequest {
  readonly type: "path";
  readonly verb: "get" | "post" | "put" | "patch" | "delete";
  readonly path: string;
}

export type RequestInfo = ResourceRequest | NonResourceRequest;

/** Subresources of a namespace itself; any other third segment is a resource inside of it. */
const namespaceSubresources = new Set(["status", "finalize"]);

function nonResource(method: string, path: string): NonResourceRequest {
  const verb = method === "HEAD" || method === "OPTIONS" ? "get" : (method.toLowerCase() as NonResourceRequest["verb"]);
  return { type: "path", verb, path };
}

function decoded(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** Names that would mean another path once joined into one are nobody's. Kubernetes: api/validation/path/name.go */
function isPathSegment(name: string): boolean {
  return name !== "." && name !== ".." && !name.includes("/") && !name.includes("%");
}

function verbOf(method: string, name: string, subresource: string, watching: boolean): RequestVerb | undefined {
  switch (method) {
    // Only what is behind a proxy may answer it.
    case "OPTIONS":
      return subresource === "proxy" ? "get" : undefined;
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === "" ? "deletecollection" : "delete";
    case "GET":
    case "HEAD":
      if (watching) return "watch";
      return name === "" ? "list" : "get";
    default:
      return undefined;
  }
}

/**
 * Reads `path` (without the cluster's prefix and the query). `watching` is the query's `watch` option.
 * A path that does not have a resource's form is a non-resource path: discovery, health and the like.
 */
export function requestInfo(method: string, path: string, watching: boolean): RequestInfo {
  const segments = path.split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  const start = segments[0] === "api" ? 2 : segments[0] === "apis" ? 3 : 0;
  if (start === 0 || segments.length <= start) return nonResource(method, path);
  const group = start === 2 ? "" : (segments[1] as string);
  const version = segments[start - 1] as string;
  let parts = segments.slice(start);
  // The old form of a watch, `/api/v1/watch/namespaces/...`, is the new one with a parameter.
  if (parts[0] === "watch" && parts.length > 1) {
    parts = parts.slice(1);
    return resourceRequest(method, path, group, version, parts, true);
  }
  return resourceRequest(method, path, group, version, parts, watching);
}

function resourceRequest(
  method: string,
  path: string,
  group: string,
  version: string,
  encodedParts: readonly string[],
  watching: boolean,
): RequestInfo {
  let parts: string[] = [];
  for (const segment of encodedParts) {
    const part = decoded(segment);
    if (part === undefined) return nonResource(method, path);
    parts.push(part);
  }
  let namespace = "";
  if (parts[0] === "namespaces" && group === "") {
    if (parts.length > 2 && !namespaceSubresources.has(parts[2] as string)) {
      namespace = parts[1] as string;
      parts = parts.slice(2);
    }
  } else if (parts[0] === "namespaces" && parts.length > 2) {
    namespace = parts[1] as string;
    parts = parts.slice(2);
  }
  const [resource = "", name = "", subresource = ""] = parts;
  if (!isPathSegment(namespace) || !isPathSegment(resource)) return nonResource(method, path);
  if (!isPathSegment(name) || !isPathSegment(subresource)) return nonResource(method, path);
  // A watch of one object by the old form, or `?watch=true` beside a name, is a watch with a field selector.
  const verb = verbOf(method, name, subresource, watching && subresource === "");
  if (verb === undefined || resource === "") return nonResource(method, path);
  const rest = parts.length > 3 ? encodedParts.slice(encodedParts.length - parts.length + 3).join("/") : "";
  return { type: "resource", verb, group, version, namespace, resource, name, subresource, rest };
}
