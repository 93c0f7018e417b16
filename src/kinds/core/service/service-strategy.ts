// What happens to a service on its way in: old and new names of the same fields are brought together, what was given
// out to it is kept when a client leaves it out, and what a change of type makes void is dropped.
// Kubernetes: pkg/registry/core/service/strategy.go, pkg/registry/core/service/storage/storage.go
import type { Service, ServicePort, ServiceSpec } from "../../facts/types.gen.ts";
import { semanticEqual } from "../../semantic-equal.ts";
import { isExternallyAccessible, needsClusterIp, needsHealthCheck, needsNodePort } from "./service-type.ts";

export function prepareServiceForCreate(object: Service): void {
  object.status = { loadBalancer: {} };
  const spec = object.spec as ServiceSpec;
  if (spec.clusterIP && spec.clusterIPs === undefined) spec.clusterIPs = [spec.clusterIP];
}

export function prepareServiceForUpdate(object: Service, old: Service): void {
  object.spec ??= {};
  keepAllocated(object.spec, old.spec ?? {});
  normalizeClusterIps(object.spec, old.spec ?? {});
  dropVoid(object.spec, old.spec ?? {});
  // A service that is no load balancer any more has no address of one.
  if (object.spec.type !== "LoadBalancer" && object.status !== undefined) {
    object.status = { ...object.status, loadBalancer: {} };
  }
}

/** Kubernetes: patchAllocatedValues */
function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if (!spec.clusterIP && old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
    if (spec.clusterIPs === undefined && spec.clusterIP === old.clusterIP && old.clusterIPs !== undefined) {
      spec.clusterIPs = old.clusterIPs;
    }
  }
  if (needsNodePort(old) && needsNodePort(spec)) keepNodePorts(spec.ports ?? [], old.ports ?? []);
  if (needsHealthCheck(old) && needsHealthCheck(spec) && old.healthCheckNodePort !== undefined) {
    spec.healthCheckNodePort ||= old.healthCheckNodePort;
  }
}

function keepNodePorts(ports: readonly ServicePort[], old: readonly ServicePort[]): void {
  const used = new Set(ports.map(({ nodePort }) => nodePort).filter(Boolean));
  const key = ({ protocol = "", port = 0 }: ServicePort): string => `${port}/${protocol}`;
  const nodePorts = new Map([...old].reverse().map((port) => [key(port), port.nodePort]));
  for (const port of ports) {
    if (port.nodePort) continue;
    const before = nodePorts.get(key(port));
    if (before === undefined || used.has(before)) continue;
    port.nodePort = before;
    used.add(before);
  }
}

/** A client that knows only `clusterIP` means `clusterIPs` too. Kubernetes: NormalizeClusterIPs */
function normalizeClusterIps(spec: ServiceSpec, old: ServiceSpec): void {
  if ((spec.clusterIP ?? "") === (old.clusterIP ?? "")) return;
  if (!semanticEqual(spec.clusterIPs, old.clusterIPs)) return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP, ...(spec.clusterIPs ?? []).slice(1)];
  else delete spec.clusterIPs;
}

/** Only what the client didn't change itself: that is for the rules to refuse. Kubernetes: dropTypeDependentFields */
function dropVoid(spec: ServiceSpec, old: ServiceSpec): void {
  const drop = (field: keyof ServiceSpec): void => {
    if (semanticEqual(spec[field], old[field])) delete spec[field];
  };
  if (needsClusterIp(old) && !needsClusterIp(spec)) {
    if (semanticEqual(spec.clusterIPs, old.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    drop("ipFamilies");
    drop("ipFamilyPolicy");
  }
  if (needsNodePort(old) && !needsNodePort(spec) && sameNodePorts(spec, old)) {
    for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (needsHealthCheck(old) && !needsHealthCheck(spec)) drop("healthCheckNodePort");
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    drop("allocateLoadBalancerNodePorts");
    drop("loadBalancerClass");
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) drop("externalTrafficPolicy");
}

/** Every node port was one before. */
function sameNodePorts(spec: ServiceSpec, old: ServiceSpec): boolean {
  const before = new Set((old.ports ?? []).map(({ nodePort }) => nodePort ?? 0));
  return (spec.ports ?? []).every(({ nodePort = 0 }) => nodePort === 0 || before.has(nodePort));
}
