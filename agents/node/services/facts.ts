// What the node needs to know of Services and EndpointSlices: everything else of the objects is dropped at the door.
import type { KubeObject } from "../../../src/apimachinery/json.ts";

export type Protocol = "TCP" | "UDP" | "SCTP";

export interface PortFacts {
  /** Empty for a service's only, unnamed port. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** 0 when there is none. */
  readonly nodePort: number;
}

export interface ServiceFacts {
  readonly namespace: string;
  readonly name: string;
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";
  /** No virtual address: names lead to the endpoints themselves. */
  readonly headless: boolean;
  readonly clusterIPs: readonly string[];
  readonly externalIPs: readonly string[];
  /** Addresses that a load balancer gave out and whose packets reach the node as they are. */
  readonly loadBalancerIPs: readonly string[];
  readonly loadBalancerSourceRanges: readonly string[];
  readonly externalName: string;
  readonly internalTrafficPolicy: "Cluster" | "Local";
  readonly externalTrafficPolicy: "Cluster" | "Local";
  /** How long a client stays with its endpoint; 0 without affinity. */
  readonly affinitySeconds: number;
  readonly publishNotReadyAddresses: boolean;
  /** False for services that asked for another proxy, by label. */
  readonly proxied: boolean;
  readonly ports: readonly PortFacts[];
}

export interface EndpointFacts {
  readonly addresses: readonly string[];
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** Empty when the pod has none. */
  readonly hostname: string;
  readonly nodeName: string;
  readonly forNodes: readonly string[];
  readonly forZones: readonly string[];
}

export interface SliceFacts {
  readonly namespace: string;
  readonly name: string;
  readonly service: string;
  readonly addressType: "IPv4" | "IPv6";
  readonly ports: readonly Pick<PortFacts, "name" | "protocol" | "port">[];
  readonly endpoints: readonly EndpointFacts[];
}

const defaultAffinitySeconds = 10_800;

/** Reads a core/v1 Service as the API server stores it, defaults included. */
export function serviceFacts(object: KubeObject): ServiceFacts {
  const spec = object["spec"] ?? {};
  const clusterIPs: string[] = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  const ingress: { ip?: string; ipMode?: string }[] = object["status"]?.loadBalancer?.ingress ?? [];
  return {
    namespace: object.metadata?.namespace ?? "",
    name: object.metadata?.name ?? "",
    type: spec.type ?? "ClusterIP",
    headless: clusterIPs[0] === "None",
    clusterIPs: clusterIPs.filter((ip) => ip !== "None" && ip !== ""),
    externalIPs: spec.externalIPs ?? [],
    // Kubernetes: pkg/proxy/serviceport.go: addresses in mode Proxy terminate at the load balancer.
    loadBalancerIPs: ingress.flatMap(({ ip, ipMode }) => (ip && ipMode !== "Proxy" ? [ip] : [])),
    loadBalancerSourceRanges: spec.loadBalancerSourceRanges ?? [],
    externalName: spec.externalName ?? "",
    internalTrafficPolicy: spec.internalTrafficPolicy ?? "Cluster",
    externalTrafficPolicy: spec.externalTrafficPolicy ?? "Cluster",
    affinitySeconds:
      spec.sessionAffinity === "ClientIP"
        ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds)
        : 0,
    publishNotReadyAddresses: spec.publishNotReadyAddresses ?? false,
    proxied: object.metadata?.labels?.["service.kubernetes.io/service-proxy-name"] === undefined,
    ports: (spec.ports ?? []).map((port: Partial<PortFacts>) => ({
      name: port.name ?? "",
      protocol: port.protocol ?? "TCP",
      port: port.port ?? 0,
      nodePort: port.nodePort ?? 0,
    })),
  };
}

/** Reads a discovery.k8s.io/v1 EndpointSlice; undefined for one that belongs to no service or names hosts, not addresses. */
export function sliceFacts(object: KubeObject): SliceFacts | undefined {
  const service = object.metadata?.labels?.["kubernetes.io/service-name"];
  const addressType = object["addressType"];
  if (!service || (addressType !== "IPv4" && addressType !== "IPv6")) return undefined;
  return {
    namespace: object.metadata?.namespace ?? "",
    name: object.metadata?.name ?? "",
    service,
    addressType,
    ports: (object["ports"] ?? []).flatMap((port: { name?: string; protocol?: Protocol; port?: number }) =>
      port.port === undefined ? [] : [{ name: port.name ?? "", protocol: port.protocol ?? "TCP", port: port.port }],
    ),
    endpoints: (object["endpoints"] ?? []).map(endpointFacts),
  };
}

interface RawEndpoint {
  readonly addresses?: string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly hints?: { readonly forNodes?: { name: string }[]; readonly forZones?: { name: string }[] };
}

/** Kubernetes: pkg/proxy/endpointslicecache.go: an unknown readiness counts as ready, an unknown `serving` as serving. */
function endpointFacts(endpoint: RawEndpoint): EndpointFacts {
  const { conditions = {}, hints = {} } = endpoint;
  return {
    addresses: endpoint.addresses ?? [],
    ready: conditions.ready ?? true,
    serving: conditions.serving ?? true,
    terminating: conditions.terminating ?? false,
    hostname: endpoint.hostname ?? "",
    nodeName: endpoint.nodeName ?? "",
    forNodes: (hints.forNodes ?? []).map(({ name }) => name),
    forZones: (hints.forZones ?? []).map(({ name }) => name),
  };
}
