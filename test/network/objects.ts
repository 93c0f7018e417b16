// Services and EndpointSlices as an API server would hand them out, for tests.
import type { KubeObject } from "../../src/apimachinery/json.ts";

export interface ServiceOptions {
  readonly namespace?: string;
  readonly clusterIP?: string;
  readonly ports?: readonly object[];
  /** Merged into `spec`. */
  readonly spec?: object;
  readonly status?: object;
  readonly labels?: Record<string, string>;
}

/** A Service with one port 80 -> 8080 unless told otherwise. */
export function service(name: string, options: ServiceOptions = {}): KubeObject {
  const { namespace = "default", clusterIP = "10.96.0.20", labels = {} } = options;
  const ports = options.ports ?? [{ protocol: "TCP", port: 80, targetPort: 8080 }];
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, labels },
    spec: { type: "ClusterIP", clusterIP, clusterIPs: [clusterIP], ports, ...options.spec },
    status: options.status ?? { loadBalancer: {} },
  };
}

/** An endpoint: its address, and what differs from a ready one on node-1. */
export type EndpointOptions = readonly [address: string, difference?: object];

export function slice(
  name: string,
  serviceName: string,
  endpoints: readonly EndpointOptions[],
  options: { readonly namespace?: string; readonly ports?: readonly object[]; readonly addressType?: string } = {},
): KubeObject {
  const { namespace = "default", addressType = "IPv4" } = options;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, namespace, labels: { "kubernetes.io/service-name": serviceName } },
    addressType,
    ports: options.ports ?? [{ name: "", protocol: "TCP", port: 8080 }],
    endpoints: endpoints.map(([address, difference = {}]) => ({
      addresses: [address],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: "node-1",
      ...difference,
    })),
  };
}

export const notReady = { conditions: { ready: false, serving: false, terminating: false } };
export const ending = { conditions: { ready: false, serving: true, terminating: true } };
