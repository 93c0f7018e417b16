// What the type of a service implies: which addresses and ports it has.
// Kubernetes: pkg/api/service/util.go, pkg/registry/core/service/storage/alloc.go
import type { ServiceSpec } from "../../facts/types.gen.ts";

/** A service without an address of its own: its name stands for its pods. */
export const headless = "None";

export function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === headless;
}

/** Every type but ExternalName, which is a name only. */
export function needsClusterIp(spec: ServiceSpec): boolean {
  return spec.type === "ClusterIP" || spec.type === "NodePort" || spec.type === "LoadBalancer";
}

export function needsNodePort(spec: ServiceSpec): boolean {
  if (spec.type === "NodePort") return true;
  return spec.type === "LoadBalancer" && (spec.allocateLoadBalancerNodePorts ?? true);
}

export function isExternallyAccessible(spec: ServiceSpec): boolean {
  if (spec.type === "LoadBalancer" || spec.type === "NodePort") return true;
  return spec.type === "ClusterIP" && (spec.externalIPs ?? []).length > 0;
}

/** A load balancer asks each node whether it has a pod of the service. */
export function needsHealthCheck(spec: ServiceSpec): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}
