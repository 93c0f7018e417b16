// What is allowed in a service and yet most likely a mistake.
// Kubernetes: pkg/api/service/warnings.go
import { ipWarnings, parseIp } from "../../../apimachinery/ip-address.ts";
import type { Service } from "../../facts/types.gen.ts";
import { isHeadless } from "./service-type.ts";

export function serviceWarnings({ metadata, spec = {} }: Service): string[] {
  const warnings: string[] = [];
  if (metadata?.annotations?.["service.kubernetes.io/topology-aware-hints"] !== undefined) {
    warnings.push(
      "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead",
    );
  }
  if ((spec.externalIPs ?? []).length > 0) warnings.push("spec.externalIPs is deprecated");
  if (isHeadless(spec)) {
    if (spec.loadBalancerIP) {
      warnings.push("spec.loadBalancerIP is ignored for headless services");
    }
    if ((spec.externalIPs ?? []).length > 0) warnings.push('spec.externalIPs is ignored when spec.clusterIP is "None"');
    if (spec.sessionAffinity !== "None") {
      warnings.push("spec.SessionAffinity is ignored for headless services");
    }
    return warnings;
  }
  (spec.clusterIPs ?? []).forEach((address, index) => {
    warnings.push(...ipWarnings(`spec.clusterIPs[${index}]`, address));
  });
  (spec.externalIPs ?? []).forEach((address, index) => {
    warnings.push(...ipWarnings(`spec.externalIPs[${index}]`, address));
  });
  if (spec.loadBalancerIP && parseIp(spec.loadBalancerIP) !== undefined) {
    warnings.push(...ipWarnings("spec.loadBalancerIP", spec.loadBalancerIP));
  }
  if (spec.type === "ExternalName" && (spec.externalIPs ?? []).length > 0) {
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  }
  if (spec.type !== "ExternalName" && spec.externalName) {
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  }
  if (spec.trafficDistribution === "PreferClose") {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated in v1.34+; use "PreferSameZone"');
  }
  return warnings;
}
