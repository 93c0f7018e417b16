// Where a `proxy` request goes: names like `https:web:8443`, and the address behind them.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/net/port_split.go, pkg/registry/core/{pod,service,node}/
import { badRequest, serviceUnavailable } from "../../apimachinery/status-error.ts";
import type { Random } from "../../platform/random.ts";
import type { HttpHeader } from "../headers.ts";

export interface ProxyName {
  readonly scheme: "http" | "https";
  readonly name: string;
  /** A number or a port's name; "" when it was left out. */
  readonly port: string;
}

/** `name`, `name:port` or `scheme:name:port`. Throws StatusError; `what` is "pod", "service" or "node". */
export function splitProxyName(text: string, what: string): ProxyName {
  const parts = text.split(":");
  const [first = "", second = "", third = ""] = parts;
  if (parts.length === 1 && first !== "") return { scheme: "http", name: first, port: "" };
  if (parts.length === 2 && first !== "") return { scheme: "http", name: first, port: second };
  const scheme = first === "" ? "http" : first;
  if (parts.length === 3 && second !== "" && (scheme === "http" || scheme === "https")) {
    return { scheme, name: second, port: third };
  }
  throw badRequest(`invalid ${what} request ${JSON.stringify(text)}`);
}

/** Which agent, and what it connects to. */
export interface ProxyLocation {
  readonly node: string;
  readonly destination: HttpHeader["destination"];
}

/** As much of a Pod as is needed. */
export interface ProxyPod {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly { readonly ports?: readonly { readonly containerPort: number }[] }[];
  };
  readonly status?: { readonly podIP?: string; readonly podIPs?: readonly { readonly ip?: string }[] };
}

/** Without a port, the first that a container declares; without any, the scheme's own. Throws StatusError. */
export function podLocation(pod: ProxyPod, { scheme, port }: ProxyName): ProxyLocation {
  const declared = (pod.spec?.containers ?? []).flatMap(({ ports }) => ports ?? [])[0]?.containerPort;
  const number = port === "" ? (declared ?? defaultPort(scheme)) : portNumber(port);
  const host = pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP ?? "";
  const node = pod.spec?.nodeName ?? "";
  if (node === "" || !isGlobalUnicast(host)) throw badRequest("address not allowed");
  return { node, destination: { type: "address", scheme, host, port: number } };
}

/** As much of a Service as is needed. */
export interface ProxyService {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
}

/** As much of an EndpointSlice as is needed. */
export interface ProxySlice {
  readonly ports?: readonly { readonly name?: string | null; readonly port?: number | null }[];
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly nodeName?: string | null;
    readonly conditions?: { readonly ready?: boolean | null };
  }[];
}

/** One of the service's ready endpoints, by chance. Throws StatusError. */
export function serviceLocation(
  service: ProxyService,
  slices: readonly ProxySlice[],
  { scheme, name, port }: ProxyName,
  random: Random,
): ProxyLocation {
  const wanted = servicePortName(service, name, port);
  const candidates = slices.flatMap((slice) => {
    const number = slice.ports?.find((one) => (one.name ?? "") === wanted)?.port;
    if (number === undefined || number === null) return [];
    return (slice.endpoints ?? []).flatMap(({ addresses, nodeName, conditions }) => {
      const host = addresses?.[0] ?? "";
      const usable = conditions?.ready !== false && isGlobalUnicast(host) && nodeName;
      return usable ? [{ node: nodeName, host, port: number }] : [];
    });
  });
  const chosen = candidates[random.integer(candidates.length)];
  if (chosen === undefined) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  return { node: chosen.node, destination: { type: "address", scheme, host: chosen.host, port: chosen.port } };
}

/** A number means the service's own port, which endpoints know by its name. */
function servicePortName(service: ProxyService, name: string, port: string): string {
  if (!/^\d+$/.test(port)) return port;
  const found = service.spec?.ports?.find((one) => one.port === Number(port));
  if (found === undefined) {
    throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
  }
  return found.name ?? "";
}

/** As much of a Node as is needed. */
export interface ProxyNode {
  readonly metadata?: { readonly name?: string };
  readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

/** The kubelet's port, on which the agent answers itself. */
const KUBELET_PORT = 10250;

/** Without a port, the agent itself. Throws StatusError. */
export function nodeLocation(node: ProxyNode, { scheme, name, port }: ProxyName): ProxyLocation {
  if (port === "" || port === String(KUBELET_PORT)) return { node: name, destination: { type: "agent" } };
  const host = node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
  if (!isGlobalUnicast(host)) throw badRequest("address not allowed");
  return { node: name, destination: { type: "address", scheme, host, port: portNumber(port) } };
}

function defaultPort(scheme: ProxyName["scheme"]): number {
  return scheme === "https" ? 443 : 80;
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw badRequest(`invalid port ${JSON.stringify(text)}`);
  return port;
}

/** Not loopback, link-local, multicast or unspecified: those are the node's own. Go: net.IP.IsGlobalUnicast */
export function isGlobalUnicast(address: string): boolean {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const [first = 0, second = 0] = address.split(".").map(Number);
    if (address === "255.255.255.255" || address === "0.0.0.0") return false;
    return first !== 127 && first < 224 && !(first === 169 && second === 254);
  }
  const lower = address.toLowerCase();
  if (!lower.includes(":") || !/^[0-9a-f:.]+$/.test(lower)) return false;
  // ::, ::1, and IPv4 in IPv6's clothes.
  if (/^[0:]+1?$/.test(lower) || lower.startsWith("::ffff:")) return false;
  return !/^(fe[89ab]|ff)/.test(lower);
}
