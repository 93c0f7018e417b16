// How the control plane reaches servers outside of it (webhooks, API servers in pods): by service through the link of
// the node that the endpoint is on, by address through any node's link or, without authorities of its own, directly.
//
// A Worker's `fetch` can't be given authorities for one call. So whoever names some is called by an agent, which ends
// TLS and checks the certificate; the link itself is encrypted.
import { decodeBase64 } from "../apimachinery/base64.ts";
import { serviceUnavailable } from "../apimachinery/status-error.ts";
import type { WebhookServer } from "../apimachinery/webhook-call.ts";
import type { ClientCertificate } from "../auth/certificates/issue.ts";
import type { EndpointSlice, Service } from "../kinds/facts/types.gen.ts";
import type { Random } from "../platform/random.ts";
import { fetchThroughLink } from "../tunnel/edge/fetch-through-link.ts";
import type { EdgeHost, LinkStub } from "../tunnel/edge/host.ts";
import type { HttpHeader } from "../tunnel/headers.ts";
import { endpointOf, type ServiceEndpoint } from "./service-endpoint.ts";

/** What a scope, or the Worker, knows of the rest of its cluster. */
export interface ServerReach {
  readonly random: Random;
  readonly edge: EdgeHost;
  link(node: string): LinkStub;
  /** A few nodes that are ready, in no order: any of them may call out. */
  nodes(): Promise<readonly string[]>;
  /** The service and its endpoint slices. Undefined: there is no such service. */
  service(
    namespace: string,
    name: string,
  ): Promise<{ readonly service: Readonly<Service>; readonly slices: readonly Readonly<EndpointSlice>[] } | undefined>;
  /** What other API servers are shown; absent: nothing. */
  readonly clientCertificate?: () => Promise<ClientCertificate>;
  /** The Worker's own `fetch`: addresses that need no authorities of their own. */
  fetch(request: Request): Promise<Response>;
}

export interface TargetServer extends WebhookServer {
  /** Any certificate will do. */
  readonly insecureSkipTlsVerify?: boolean;
  /** What it is shown. */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/**
 * Carries `request` to the server; path, query, headers and body are sent as they are, the host is the URL's.
 * Throws StatusError (503) when it can't be reached.
 */
export async function fetchServer(reach: ServerReach, server: TargetServer, request: Request): Promise<Response> {
  const { service, caBundle, insecureSkipTlsVerify } = server;
  if (service === undefined && !caBundle && insecureSkipTlsVerify !== true) return reach.fetch(request);
  const { link, destination } = await serverRoute(reach, server, new URL(request.url));
  return fetchThroughLink({ link, destination, request, host: reach.edge });
}

export interface ServerRoute {
  readonly link: LinkStub;
  readonly destination: HttpHeader["destination"];
}

/** Through whose link, and where to from there. Throws StatusError (503). */
export async function serverRoute(reach: ServerReach, server: TargetServer, url: URL): Promise<ServerRoute> {
  const { service } = server;
  if (service !== undefined) {
    const { namespace, name, port = 443 } = service;
    const found = await reach.service(namespace, name);
    if (found === undefined) throw serviceUnavailable(`service ${JSON.stringify(name)} not found`);
    const endpoint = endpointOf(found.service, found.slices, port, reach.random);
    return routeTo(reach, endpoint, server, `${name}.${namespace}.svc`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const endpoint = { node: undefined, host, port: url.port === "" ? 443 : Number(url.port) };
  return routeTo(reach, endpoint, server, host);
}

type Tls = Extract<HttpHeader["destination"], { type: "address" }>["tls"];

function tlsOf({ caBundle = "", insecureSkipTlsVerify }: TargetServer, serverName: string): Tls {
  if (insecureSkipTlsVerify === true) return undefined;
  // Without authorities, the node's own count.
  const bytes = decodeBase64(caBundle);
  return { serverName, authorities: bytes === undefined ? caBundle : new TextDecoder().decode(bytes) };
}

async function routeTo(
  reach: ServerReach,
  { node, host, port }: ServiceEndpoint,
  server: TargetServer,
  serverName: string,
): Promise<ServerRoute> {
  const chosen = node ?? (await anyNode(reach));
  const tls = tlsOf(server, serverName);
  const client =
    server.client === undefined ? undefined : { certificate: server.client.certificate, key: server.client.key };
  const destination = {
    type: "address",
    scheme: "https",
    host,
    port,
    ...(tls === undefined ? {} : { tls }),
    ...(client === undefined ? {} : { client }),
  } as const;
  return { link: reach.link(chosen), destination };
}

async function anyNode(reach: ServerReach): Promise<string> {
  const nodes = await reach.nodes();
  const chosen = nodes[reach.random.integer(nodes.length)];
  if (chosen === undefined) throw serviceUnavailable("no node is ready to carry the call out");
  return chosen;
}
