// The object that a client wants to connect to, read for it: which has admission asked whether it may.
import { connectionText } from "../connect/connection.ts";
import { connectedHeader, connectHeader, userHeader } from "../internal-headers.ts";
import type { ResourceRequest } from "../request-info.ts";
import { refusal } from "./refusal.ts";

interface Holder {
  fetch(url: string, init: { readonly headers: Record<string, string> }): Promise<Response>;
}

/** What is needed of a `StreamRequest`. */
export interface Connecting {
  readonly request: Request;
  readonly url: URL;
  readonly stubs: { readonly cluster: Holder; namespace(name: string): Holder };
  readonly caller: { readonly header: string };
  readonly info: ResourceRequest;
}

export interface Connected<Type, Streamed> {
  readonly object: Type;
  /** The request as admission has left it. */
  readonly streamed: Streamed;
}

/** `path`: the object's own. Throws `StatusError`: what admission says, or that there is no such object. */
export async function connected<Type, Streamed extends Connecting = Connecting>(
  streamed: Streamed,
  path: string,
): Promise<Connected<Type, Streamed>> {
  const { stubs, info, caller, url, request } = streamed;
  const stub = info.namespace === "" ? stubs.cluster : stubs.namespace(info.namespace);
  const connection = connectionText({
    subresource: info.subresource,
    name: info.name,
    query: url.search.slice(1),
    path: info.rest === "" ? "" : `/${info.rest}`,
  });
  const headers = { [userHeader]: caller.header, [connectHeader]: connection };
  const response = await stub.fetch(`https://skerry${path}`, { headers });
  if (!response.ok) throw await refusal(response);
  const query = response.headers.get(connectedHeader);
  const object = (await response.json()) as Type;
  if (query === null) return { object, streamed };
  const changed = new URL(url);
  changed.search = query;
  return { object, streamed: { ...streamed, url: changed, request: new Request(changed, request) } };
}
