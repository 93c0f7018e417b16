// The proxy subresources of pods, services and nodes: a client's request, carried out by a node's agent.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/proxy/upgradeaware.go
import type { HttpHeader } from "../headers.ts";
import { fetchThroughLink } from "./fetch-through-link.ts";
import type { EdgeHost, LinkStub } from "./host.ts";
import { isWebSocketRequest } from "./negotiate.ts";
import { requestHeaders, responseHeaders } from "./proxy-headers.ts";
import { type LinkContext, rewriteLink } from "./proxy-links.ts";
import { startSession } from "./session.ts";

export interface ProxyRequest {
  readonly link: LinkStub;
  readonly destination: HttpHeader["destination"];
  /** The client's own. */
  readonly request: Request;
  /** The client's path up to and with "/proxy": `/clusters/c/api/v1/namespaces/default/pods/web/proxy`. */
  readonly prefix: string;
  readonly clientAddress?: string;
  readonly host: EdgeHost;
}

/** Throws StatusError (503) when the server can't be reached; whatever it answers, its errors too, is passed on. */
export async function proxyThroughLink(proxy: ProxyRequest): Promise<Response> {
  const { link, destination, request, prefix, clientAddress, host } = proxy;
  const url = new URL(request.url);
  const path = url.pathname.slice(prefix.length);
  if (path === "" && (request.method === "GET" || request.method === "HEAD") && !isWebSocketRequest(request)) {
    // Relative links of the page would lead beside the proxy.
    return new Response(null, { status: 301, headers: { Location: `${url.pathname}/${url.search}` } });
  }
  const authority = authorityOf(destination);
  const target = `http://${authority}${path === "" ? "/" : path}${url.search}`;
  const headers = requestHeaders({ headers: request.headers, uri: url.pathname, clientAddress });
  headers.set("Host", request.headers.get("Host") ?? url.host);
  if (isWebSocketRequest(request)) {
    const header = upgradeHeader(destination, `${path === "" ? "/" : path}${url.search}`, headers);
    return startSession({ link, header, dialect: { type: "proxied" }, host });
  }

  const response = await fetchThroughLink({ link, destination, request: forwarded(target, request, headers), host });
  const context = { prefix, serverHost: authority, requestHost: headers.get("Host") ?? "" };
  return passedOn(response, context, host);
}

function upgradeHeader(destination: HttpHeader["destination"], path: string, headers: Headers): HttpHeader {
  return { kind: "http", destination, method: "GET", path, headers: [...headers], body: false, upgrade: true };
}

function forwarded(target: string, request: Request, headers: Headers): Request {
  const { method, body, signal } = request;
  const init = { method, headers, body, signal, redirect: "manual", ...(body === null ? {} : { duplex: "half" }) };
  return new Request(target, init as RequestInit);
}

function passedOn(response: Response, context: LinkContext, host: EdgeHost): Response {
  const headers = responseHeaders(response.headers);
  const location = headers.get("Location");
  if (location !== null) headers.set("Location", rewriteLink(location, context));
  const init = { status: response.status, headers, encodeBody: "manual" } as ResponseInit;
  const isHtml = headers.get("Content-Type")?.split(";")[0]?.trim() === "text/html";
  if (location !== null || !isHtml || response.body === null) return new Response(response.body, init);
  const plain = decoded(response.body, headers);
  if (plain === undefined) return new Response(response.body, init);
  headers.delete("Content-Length");
  return host.rewriteHtml(new Response(plain, { status: response.status, headers }), (link) =>
    rewriteLink(link, context),
  );
}

/** The page itself, when it is in an encoding that can be undone; its mark is removed from `headers` then. */
function decoded(body: ReadableStream<Uint8Array>, headers: Headers): ReadableStream<Uint8Array> | undefined {
  const encoding = headers.get("Content-Encoding") ?? "";
  if (encoding === "") return body;
  if (encoding !== "gzip" && encoding !== "deflate") return undefined;
  headers.delete("Content-Encoding");
  return body.pipeThrough(new DecompressionStream(encoding) as unknown as TransformStream<Uint8Array, Uint8Array>);
}

function authorityOf(destination: HttpHeader["destination"]): string {
  if (destination.type === "agent") return "agent";
  const { host, port } = destination;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
