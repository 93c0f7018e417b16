// What a service leaves out and upstream fills in. Addresses and node ports are given out elsewhere.
// Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_Service
import type { Service } from "../../facts/types.gen.ts";
import { isExternallyAccessible, needsClusterIp } from "./service-type.ts";

const defaultAffinitySeconds = 10_800;

export function setServiceDefaults(object: Service): void {
  object.spec ??= {};
  const { spec } = object;
  spec.sessionAffinity ||= "None";
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP" && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: defaultAffinitySeconds } };
  }
  spec.type ||= "ClusterIP";
  for (const port of spec.ports ?? []) {
    port.protocol ||= "TCP";
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === "") port.targetPort = port.port;
  }
  if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= "Cluster";
  if (needsClusterIp(spec)) spec.internalTrafficPolicy ??= "Cluster";
  if (spec.type !== "LoadBalancer") return;
  spec.allocateLoadBalancerNodePorts ??= true;
  setIngressModes(object);
}

/** How traffic for a load balancer's addresses arrives, where those who gave them out did not say. */
export function setIngressModes({ spec, status }: Service): void {
  if (spec?.type !== "LoadBalancer") return;
  for (const ingress of status?.loadBalancer?.ingress ?? []) if (ingress.ip) ingress.ipMode ??= "VIP";
}
