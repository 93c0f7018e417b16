// The services that every cluster has: the API server's and the cluster DNS'. Pure.
// Kubernetes: pkg/controlplane/controller/kubernetesservice/controller.go; kubeadm addons/dns/manifests.go
import type { EndpointSlice, Endpoints, Service } from "../../kinds/facts/types.gen.ts";

/** Where the API server can be reached from pods, beside its service's address. */
export interface ApiServerAddress {
  /** IP addresses, no loopback ones; none when it is known by name alone. */
  readonly addresses: readonly string[];
  readonly port: number;
}

/**
 * An address of the services' range that no service gets: every node's agent answers it and passes on to the server. The
 * server's own address may be its host's loopback, or a name in front of many machines.
 */
export const apiServerEndpoint = "10.96.0.2";

export const apiServiceName = "kubernetes";
export const apiNamespace = "default";
export const dnsServiceName = "kube-dns";
export const dnsNamespace = "kube-system";

/** `clusterIp`: the first address of the services' range. */
export function apiService(clusterIp: string, port: number): Service {
  return {
    metadata: { name: apiServiceName, labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      type: "ClusterIP",
      clusterIP: clusterIp,
      sessionAffinity: "None",
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: port }],
    },
  };
}

/** Mirrored into its slice here, not by the controller that does it for others. */
export function apiEndpoints({ addresses, port }: ApiServerAddress): Endpoints {
  const labels = { "endpointslice.kubernetes.io/skip-mirror": "true" };
  return {
    metadata: { name: apiServiceName, labels },
    subsets: [{ addresses: addresses.map((ip) => ({ ip })), ports: [{ name: "https", port, protocol: "TCP" }] }],
  };
}

export function apiEndpointSlice({ addresses, port }: ApiServerAddress): EndpointSlice {
  return {
    metadata: { name: apiServiceName, labels: { "kubernetes.io/service-name": apiServiceName } },
    addressType: addresses.some((address) => address.includes(":")) ? "IPv6" : "IPv4",
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: [{ name: "https", port, protocol: "TCP" }],
  };
}

/** Has no selector: nodes answer it themselves. `clusterIp`: the tenth address of the services' range. */
export function dnsService(clusterIp: string): Service {
  return {
    metadata: {
      name: dnsServiceName,
      labels: { "k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS" },
    },
    spec: {
      type: "ClusterIP",
      clusterIP: clusterIp,
      ports: [
        { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
        { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
      ],
    },
  };
}
