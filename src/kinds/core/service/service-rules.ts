// What a service may be, and what of it may change.
// Kubernetes: pkg/apis/core/validation/validation.go validateService, ValidateServiceUpdate
import { duplicate, forbiddenField, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { parseIp } from "../../../apimachinery/ip-address.ts";
import { isDns1123Subdomain, isValidPortNumber } from "../../../apimachinery/names.ts";
import { validateLabels } from "../../../apimachinery/object-meta.ts";
import type { Service, ServicePort, ServiceSpec } from "../../facts/types.gen.ts";
import {
  checkCidr,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkIp,
  checkMessages,
  checkOneOf,
  checkOptionalOneOf,
  checkPort,
  checkQualifiedName,
  type Errors,
} from "../../field-checks.ts";
import { checkEndpointIp } from "../endpoint-ip-rules.ts";
import { portProtocols } from "../pod/container-rules.ts";
import { checkAddressesKept, checkClusterIps } from "./cluster-ip-rules.ts";
import { isExternallyAccessible, isHeadless, needsClusterIp, needsHealthCheck } from "./service-type.ts";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const affinitySecondsMax = 86_400;
const sourceRangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";
const topologyHintsAnnotation = "service.kubernetes.io/topology-aware-hints";
const topologyModeAnnotation = "service.kubernetes.io/topology-mode";
const onlyForBalancers = "may only be used when `type` is 'LoadBalancer'";

export function validateService(object: Service): Errors {
  const errors: Errors = [];
  checkService(errors, object, undefined);
  return errors;
}

export function validateServiceUpdate(object: Service, old: Service): Errors {
  const errors: Errors = [];
  const spec = object.spec ?? {};
  const before = old.spec ?? {};
  checkAddressesKept(errors, spec, before);
  if (
    spec.type === "LoadBalancer" &&
    before.type === "LoadBalancer" &&
    spec.loadBalancerClass !== before.loadBalancerClass
  ) {
    errors.push(invalidValue("spec.loadBalancerClass", spec.loadBalancerClass, "may not change once set"));
  }
  const bothChecked = needsHealthCheck(before) && needsHealthCheck(spec);
  if (bothChecked && spec.healthCheckNodePort !== before.healthCheckNodePort) {
    errors.push(forbiddenField("spec.healthCheckNodePort", "field is immutable"));
  }
  checkService(errors, object, old);
  return errors;
}

function checkService(errors: Errors, object: Service, old: Service | undefined): void {
  const spec = object.spec ?? {};
  checkTopologyAnnotations(errors, object.metadata?.annotations);
  checkByType(errors, spec);
  checkPorts(errors, spec);
  if (spec.selector !== undefined) errors.push(...validateLabels(spec.selector, "spec.selector"));
  checkAffinity(errors, spec);
  if (spec.type !== "ExternalName") checkClusterIps(errors, spec, new Set(old?.spec?.clusterIPs));
  const externalBefore = new Set(old?.spec?.externalIPs);
  (spec.externalIPs ?? []).forEach((address, index) => {
    const before = errors.length;
    checkIp(errors, `spec.externalIPs[${index}]`, address, externalBefore);
    if (errors.length === before) checkEndpointIp(errors, `spec.externalIPs[${index}]`, address);
  });
  checkOneOf(errors, "spec.type", spec.type, types);
  checkPortsUnique(errors, spec);
  checkSourceRanges(errors, object, old);
  checkBalancer(errors, spec);
  checkTrafficPolicies(errors, spec);
}

function checkTopologyAnnotations(errors: Errors, annotations: Readonly<Record<string, string>> | undefined): void {
  const mode = annotations?.[topologyModeAnnotation];
  const hints = annotations?.[topologyHintsAnnotation];
  if (mode === undefined || hints === undefined || mode === hints) return;
  const detail = `must match annotations[${topologyHintsAnnotation}] when both are specified`;
  errors.push(invalidValue(`metadata.annotations[${topologyModeAnnotation}]`, mode, detail));
}

function checkByType(errors: Errors, spec: ServiceSpec): void {
  if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && spec.type !== "ExternalName") {
    errors.push(required("spec.ports"));
  }
  if ((spec.type === "LoadBalancer" || spec.type === "NodePort") && isHeadless(spec)) {
    const detail = `may not be set to 'None' for ${spec.type} services`;
    errors.push(invalidValue("spec.clusterIPs[0]", spec.clusterIPs?.[0], detail));
  }
  if (spec.type !== "ExternalName") return;
  const detail = "may not be set for ExternalName services";
  if ((spec.clusterIPs ?? []).length > 0) errors.push(forbiddenField("spec.clusterIPs", detail));
  if ((spec.ipFamilies ?? []).length > 0) errors.push(forbiddenField("spec.ipFamilies", detail));
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbiddenField("spec.ipFamilyPolicy", detail));
  // A name that ends in a dot is a complete one.
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  if (name === "") errors.push(required("spec.externalName"));
  else checkDns1123Subdomain(errors, "spec.externalName", name);
}

function checkPorts(errors: Errors, { ports = [] }: ServiceSpec): void {
  const names = new Set<string>();
  ports.forEach((port, index) => {
    checkServicePort(errors, `spec.ports[${index}]`, port, ports.length > 1, names);
  });
}

function checkServicePort(
  errors: Errors,
  path: string,
  port: ServicePort,
  needsName: boolean,
  names: Set<string>,
): void {
  if (port.name) {
    checkDns1123Label(errors, `${path}.name`, port.name);
    if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
    names.add(port.name);
  } else if (needsName) errors.push(required(`${path}.name`));
  checkMessages(errors, `${path}.port`, port.port ?? 0, isValidPortNumber(port.port ?? 0));
  checkOneOf(errors, `${path}.protocol`, port.protocol, portProtocols);
  checkPort(errors, `${path}.targetPort`, port.targetPort);
  if (port.appProtocol !== undefined) checkQualifiedName(errors, `${path}.appProtocol`, port.appProtocol);
}

function checkPortsUnique(errors: Errors, spec: ServiceSpec): void {
  const ports = spec.ports ?? [];
  if (spec.type === "ClusterIP") {
    ports.forEach(({ nodePort }, index) => {
      if (!nodePort) return;
      errors.push(forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  }
  const nodePorts = new Set<string>();
  ports.forEach(({ protocol, nodePort }, index) => {
    if (!nodePort) return;
    const key = `${protocol}/${nodePort}`;
    if (nodePorts.has(key)) errors.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
    nodePorts.add(key);
  });
  const own = new Set<string>();
  ports.forEach(({ protocol, port }, index) => {
    const key = `${protocol}/${port}`;
    if (own.has(key)) errors.push(duplicate(`spec.ports[${index}]`, { protocol, port }));
    own.add(key);
  });
}

function checkAffinity(errors: Errors, spec: ServiceSpec): void {
  checkOneOf(errors, "spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"]);
  const at = "spec.sessionAffinityConfig";
  const config = spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "None" && config !== undefined) {
    errors.push(forbiddenField(at, "must not be set when session affinity is None"));
  }
  if (spec.sessionAffinity !== "ClientIP") return;
  const seconds = config?.clientIP?.timeoutSeconds;
  const missing = "when session affinity type is ClientIP";
  if (config === undefined) errors.push(required(at, missing));
  else if (config.clientIP === undefined) errors.push(required(`${at}.clientIP`, missing));
  else if (seconds === undefined) errors.push(required(`${at}.clientIP.timeoutSeconds`, missing));
  else if (seconds <= 0 || seconds > affinitySecondsMax) {
    const detail = `must be greater than 0 and less than ${affinitySecondsMax}`;
    errors.push(invalidValue(`${at}.clientIP.timeoutSeconds`, seconds, detail));
  }
}

function checkSourceRanges(errors: Errors, { metadata, spec = {} }: Service, old: Service | undefined): void {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) {
    // Upstream spells the field this way.
    const at = "spec.LoadBalancerSourceRanges";
    if (spec.type !== "LoadBalancer") errors.push(forbiddenField(at, onlyForBalancers));
    const before = new Set((old?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim()));
    ranges.forEach((range, index) => {
      checkCidr(errors, `${at}[${index}]`, range.trim(), before);
    });
    return;
  }
  const text = metadata?.annotations?.[sourceRangesAnnotation];
  if (text === undefined) return;
  const at = `metadata.annotations[${sourceRangesAnnotation}]`;
  if (spec.type !== "LoadBalancer") errors.push(forbiddenField(at, onlyForBalancers));
  if (old?.metadata?.annotations?.[sourceRangesAnnotation] === text || text.trim() === "") return;
  for (const range of text.trim().split(",")) checkCidr(errors, at, range.trim());
}

function checkBalancer(errors: Errors, spec: ServiceSpec): void {
  const isBalancer = spec.type === "LoadBalancer";
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer) {
    errors.push(forbiddenField("spec.allocateLoadBalancerNodePorts", onlyForBalancers));
  }
  if (isBalancer && spec.allocateLoadBalancerNodePorts === undefined) {
    errors.push(required("allocateLoadBalancerNodePorts"));
  }
  if (spec.loadBalancerClass === undefined) return;
  if (isBalancer) checkQualifiedName(errors, "spec.loadBalancerClass", spec.loadBalancerClass);
  else errors.push(forbiddenField("spec.loadBalancerClass", onlyForBalancers));
}

function checkTrafficPolicies(errors: Errors, spec: ServiceSpec): void {
  const { externalTrafficPolicy, healthCheckNodePort, internalTrafficPolicy } = spec;
  const policies = ["Cluster", "Local"];
  if (isExternallyAccessible(spec)) checkOneOf(errors, "spec.externalTrafficPolicy", externalTrafficPolicy, policies);
  else if (externalTrafficPolicy) {
    const detail = "may only be set for externally-accessible services";
    errors.push(invalidValue("spec.externalTrafficPolicy", externalTrafficPolicy, detail));
  }
  // One that is needed and missing is given out with the service's addresses.
  if (healthCheckNodePort && needsHealthCheck(spec)) {
    checkMessages(errors, "spec.healthCheckNodePort", healthCheckNodePort, isValidPortNumber(healthCheckNodePort));
  } else if (healthCheckNodePort) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(invalidValue("spec.healthCheckNodePort", healthCheckNodePort, detail));
  }
  if (internalTrafficPolicy === undefined) {
    if (needsClusterIp(spec)) errors.push(required("spec.internalTrafficPolicy"));
  } else checkOptionalOneOf(errors, "spec.internalTrafficPolicy", internalTrafficPolicy, policies);
  const distributions = ["PreferClose", "PreferSameZone", "PreferSameNode"];
  checkOptionalOneOf(errors, "spec.trafficDistribution", spec.trafficDistribution, distributions);
}

/** Kubernetes: ValidateLoadBalancerStatus */
export function validateServiceStatus(object: Service, old: Service): Errors {
  const errors: Errors = [];
  const ingress = object.status?.loadBalancer?.ingress ?? [];
  const at = "status.loadBalancer.ingress";
  if (object.spec?.type !== "LoadBalancer" && ingress.length > 0) {
    return [forbiddenField(at, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  const before = new Set((old.status?.loadBalancer?.ingress ?? []).map(({ ip = "" }) => ip));
  ingress.forEach(({ ip, ipMode, hostname }, index) => {
    const one = `${at}[${index}]`;
    if (ip) checkIp(errors, `${one}.ip`, ip, before);
    if (ipMode === undefined) {
      if (ip) errors.push(required(`${one}.ipMode`, "must be specified when `ip` is set"));
    } else if (!ip) errors.push(forbiddenField(`${one}.ipMode`, "may not be specified when `ip` is not set"));
    else if (ipMode !== "VIP" && ipMode !== "Proxy")
      errors.push(notSupported(`${one}.ipMode`, ipMode, ["Proxy", "VIP"]));
    if (!hostname) return;
    checkMessages(errors, `${one}.hostname`, hostname, isDns1123Subdomain(hostname));
    if (parseIp(hostname) !== undefined) {
      errors.push(invalidValue(`${one}.hostname`, hostname, "must be a DNS name, not an IP address"));
    }
  });
  return errors;
}
