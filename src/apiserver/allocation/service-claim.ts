// What a service needs of the cluster: addresses and node ports that nobody else has.
// Kubernetes: pkg/registry/core/service/storage/alloc.go
import { type FieldError, invalidValue } from "../../apimachinery/field-error.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Service, ServicePort, ServiceSpec } from "../../kinds/facts/types.gen.ts";

export interface ServiceClaim {
  readonly namespace: string;
  readonly name: string;
  /** One per address wanted: a certain one, or "" for any. */
  readonly addresses: readonly string[];
  /** One per node port wanted: a certain one, or 0 for any. A certain port may be named more than once (TCP and UDP). */
  readonly nodePorts: readonly number[];
}

export interface Allotted {
  /** As many as were claimed, in the same order. */
  readonly addresses: readonly string[];
  readonly nodePorts: readonly number[];
}

export type ClaimAnswer =
  | ({ readonly type: "allotted"; readonly fresh: Allotted } & Allotted)
  | { readonly type: "taken"; readonly address: string }
  | { readonly type: "outside"; readonly address: string; readonly range: string }
  | { readonly type: "portTaken"; readonly port: number }
  | { readonly type: "portOutside"; readonly port: number; readonly range: string }
  | { readonly type: "exhausted"; readonly what: "addresses" | "node ports" };

function hasNodePorts(spec: ServiceSpec): boolean {
  if (spec.type === "NodePort") return true;
  return spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false;
}

function hasAddress(spec: ServiceSpec): boolean {
  return spec.type !== "ExternalName" && spec.clusterIP !== "None";
}

function healthPortWanted(spec: ServiceSpec): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}

/** Which families a service may have here: this cluster has IPv4 alone. */
export function familyErrors({ spec }: Service): FieldError[] {
  if (spec === undefined || spec.type === "ExternalName") return [];
  const errors: FieldError[] = [];
  if (spec.ipFamilyPolicy === "RequireDualStack") {
    const detail = "this cluster is not configured for dual-stack services";
    errors.push(invalidValue("spec.ipFamilyPolicy", spec.ipFamilyPolicy, detail));
  }
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    if (family !== "IPv4")
      errors.push(invalidValue(`spec.ipFamilies[${index}]`, family, "not configured on this cluster"));
  }
  return errors;
}

/** Settles the service's families, and answers what must be claimed for it. Undefined: nothing. */
export function claimOf(object: KubeObject): ServiceClaim | undefined {
  const { metadata, spec } = object as Service;
  if (spec === undefined) return undefined;
  if (spec.type === "ExternalName") return undefined;
  spec.ipFamilyPolicy ??= "SingleStack";
  spec.ipFamilies ??= ["IPv4"];
  if (spec.clusterIP === "None") spec.clusterIPs = ["None"];
  const ports = hasNodePorts(spec) ? (spec.ports ?? []) : (spec.ports ?? []).filter((port) => port.nodePort);
  const nodePorts = ports.map((port) => port.nodePort ?? 0);
  if (healthPortWanted(spec)) nodePorts.push(spec.healthCheckNodePort ?? 0);
  const addresses = hasAddress(spec) ? [spec.clusterIP ?? ""] : [];
  if (addresses.length === 0 && nodePorts.length === 0) return undefined;
  return { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "", addresses, nodePorts };
}

/** Writes what was allotted where it was claimed for. */
export function fillIn(object: KubeObject, { addresses, nodePorts }: Allotted): void {
  const { spec } = object as Service;
  if (spec === undefined) return;
  const address = addresses[0];
  if (address !== undefined) {
    spec.clusterIP = address;
    spec.clusterIPs = [address];
  }
  const ports: ServicePort[] = hasNodePorts(spec)
    ? (spec.ports ?? [])
    : (spec.ports ?? []).filter((port) => port.nodePort);
  ports.forEach((port, index) => {
    const allotted = nodePorts[index];
    if (allotted !== undefined) port.nodePort = allotted;
  });
  const healthPort = nodePorts[ports.length];
  if (healthPort !== undefined) spec.healthCheckNodePort = healthPort;
}

/** Why a claim was refused, as upstream words it. */
export function claimErrors(object: KubeObject, answer: Exclude<ClaimAnswer, { type: "allotted" }>): FieldError[] {
  const { spec } = object as Service;
  const asked = [spec?.clusterIP ?? ""];
  switch (answer.type) {
    case "taken": {
      const detail = `failed to allocate IP ${answer.address}: provided IP is already allocated`;
      return [invalidValue("spec.clusterIPs", asked, detail)];
    }
    case "outside": {
      const detail = `failed to allocate IP ${answer.address}: the provided IP (${answer.address}) is not in the valid range. The range of valid IPs is ${answer.range}`;
      return [invalidValue("spec.clusterIPs", asked, detail)];
    }
    case "portTaken":
      return [invalidValue(portField(spec, answer.port), answer.port, "provided port is already allocated")];
    case "portOutside": {
      const detail = `provided port is not in the valid range. The range of valid ports is ${answer.range}`;
      return [invalidValue(portField(spec, answer.port), answer.port, detail)];
    }
    case "exhausted":
      return [invalidValue("spec", spec?.type ?? "ClusterIP", `no ${answer.what} are left`)];
  }
}

function portField(spec: ServiceSpec | undefined, port: number): string {
  const index = (spec?.ports ?? []).findIndex((one) => one.nodePort === port);
  return index < 0 ? "spec.healthCheckNodePort" : `spec.ports[${index}].nodePort`;
}
