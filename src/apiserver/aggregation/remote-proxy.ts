// A request that another API server answers: carried to it through the link of the node it runs on, with who asks in
// headers that it trusts. Watches and WebSockets pass through.
// Kubernetes: staging/src/k8s.io/kube-aggregator/pkg/apiserver/handler_proxy.go
import { serviceUnavailable } from "../../apimachinery/status-error.ts";
import type { User } from "../../auth/user.ts";
import { fetchThroughLink } from "../../tunnel/edge/fetch-through-link.ts";
import { isWebSocketRequest } from "../../tunnel/edge/negotiate.ts";
import { requestHeaders, responseHeaders } from "../../tunnel/edge/proxy-headers.ts";
import { startSession } from "../../tunnel/edge/session.ts";
import { type ServerReach, type ServerRoute, serverRoute } from "../server-reach.ts";
import type { RemoteApi } from "./remote-api.ts";

export interface ProxiedRequest {
  /** The client's own. */
  readonly request: Request;
  /** The path within the cluster, with the query. */
  readonly target: string;
  readonly user: User;
}

/** Throws StatusError (503) while the server is not available or can't be reached; what it answers is passed on. */
export async function proxyToRemote(reach: ServerReach, api: RemoteApi, proxied: ProxiedRequest): Promise<Response> {
  if (!api.available) throw serviceUnavailable("service unavailable");
  const { request, target, user } = proxied;
  const url = remoteUrl(api, target);
  const { link, destination } = await remoteRoute(reach, api, url);
  const uri = target.split("?")[0] ?? "";
  const headers = requestHeaders({ headers: request.headers, uri, clientAddress: undefined });
  headers.set("Host", url.host);
  if (isWebSocketRequest(request)) {
    const all = [...headers, ...identityHeaders(user)] as [string, string][];
    const upgrade = {
      kind: "http",
      destination,
      method: "GET",
      path: target,
      headers: all,
      body: false,
      upgrade: true,
    } as const;
    return startSession({ link, header: upgrade, dialect: { type: "proxied" }, host: reach.edge });
  }
  const { method, body, signal } = request;
  const init = { method, headers, body, signal, redirect: "manual", ...(body === null ? {} : { duplex: "half" }) };
  const carried = new Request(url, init as RequestInit);
  const moreHeaders = identityHeaders(user);
  const response = await fetchThroughLink({ link, destination, request: carried, moreHeaders, host: reach.edge });
  const { status } = response;
  return new Response(response.body, {
    status,
    headers: responseHeaders(response.headers),
    encodeBody: "manual",
  } as ResponseInit);
}

/** A GET by the control plane itself, whatever the APIService's condition says. Throws StatusError (503). */
export async function fetchRemote(
  reach: ServerReach,
  api: RemoteApi,
  target: string,
  signal: AbortSignal,
): Promise<Response> {
  const url = remoteUrl(api, target);
  const { link, destination } = await remoteRoute(reach, api, url);
  const request = new Request(url, { headers: { accept: "application/json", Host: url.host }, signal });
  return fetchThroughLink({
    link,
    destination,
    request,
    moreHeaders: identityHeaders(aggregator),
    host: reach.edge,
  });
}

/** With the certificate by which the server believes what it is told of who asks. */
async function remoteRoute(reach: ServerReach, api: RemoteApi, url: URL): Promise<ServerRoute> {
  const client = await reach.clientCertificate?.();
  return serverRoute(reach, client === undefined ? api : { ...api, client }, url);
}

/** As upstream's aggregator asks. Kubernetes: kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go */
const aggregator: User = { name: "system:kube-aggregator", groups: ["system:masters"] };

function remoteUrl({ service: { namespace, name, port } }: RemoteApi, target: string): URL {
  return new URL(`https://${name}.${namespace}.svc:${port}${target}`);
}

/** Who asks; the caller's own credentials stay here. One line for each value. Kubernetes: transport.NewAuthProxyRoundTripper */
export function identityHeaders({ name, uid, groups, extra = {} }: User): [string, string][] {
  return [
    ["X-Remote-User", name],
    ...(uid === undefined ? [] : [["X-Remote-Uid", uid] as [string, string]]),
    ...groups.map((group): [string, string] => ["X-Remote-Group", group]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value): [string, string] => [`X-Remote-Extra-${headerKey(key)}`, value]),
    ),
  ];
}

/** Go: k8s.io/client-go/transport headerKeyEscape: what a header's name can't have is percent-encoded. */
function headerKey(key: string): string {
  return [...new TextEncoder().encode(key)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const isPlain = /[0-9A-Za-z!#$&'*+.^_`|~-]/.test(character);
      return isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
