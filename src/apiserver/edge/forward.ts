// Hands a request to the object that holds what it is about.
import { checkBodySize } from "../../apimachinery/body.ts";
import { userHeader } from "../internal-headers.ts";
import type { Caller, ScopeStub } from "./cluster-stubs.ts";

/** Objects see no host and no cluster in the URL: only their own scope's paths. */
const internalOrigin = "https://skerry";

/** A client's request as an object gets it. `path` begins with a slash and carries the query. */
export interface Forwarded {
  readonly method: string;
  readonly path: string;
  readonly body: string | ArrayBuffer | null;
  readonly headers: Record<string, string>;
}

/** Reads the request's body, whole: objects work on texts, and a body that is too large stops here. Throws 413. */
export async function forwarded(request: Request, path: string, caller: Caller): Promise<Forwarded> {
  const { headers } = request;
  const kept: Record<string, string> = { [userHeader]: caller.header };
  for (const name of ["accept", "content-type", "user-agent"]) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  const body = await bodyOf(request);
  // A body without a type is JSON; left out, the platform would call it text.
  if (body !== null && !kept["content-type"]) kept["content-type"] = "application/json";
  return { method: request.method, path, body, headers: kept };
}

async function bodyOf(request: Request): Promise<string | ArrayBuffer | null> {
  if (request.method === "GET" || request.method === "HEAD" || request.body === null) return null;
  checkBodySize(Number(request.headers.get("content-length") ?? "0"));
  const binary = request.headers.get("content-type")?.startsWith("application/vnd.kubernetes.protobuf") ?? false;
  const body = binary ? await request.arrayBuffer() : await request.text();
  checkBodySize(typeof body === "string" ? body.length : body.byteLength);
  return body;
}

/** `more` headers are ours, beside the client's. */
export function send(stub: ScopeStub, request: Forwarded, more?: Record<string, string>): Promise<Response> {
  const { method, path, body } = request;
  const headers = more === undefined ? request.headers : { ...request.headers, ...more };
  return stub.fetch(internalOrigin + path, { method, headers, body });
}
