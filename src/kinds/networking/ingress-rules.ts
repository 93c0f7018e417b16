// What an Ingress may route, and where to.
// Kubernetes: pkg/apis/networking/validation/validation.go ValidateIngressSpec
import { invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { parseIp } from "../../apimachinery/ip-address.ts";
import {
  isDns1035Label,
  isDns1123Subdomain,
  isPathSegmentName,
  isValidPortName,
  isValidPortNumber,
  isWildcardDns1123Subdomain,
} from "../../apimachinery/names.ts";
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressServiceBackend,
  IngressSpec,
  TypedLocalObjectReference,
} from "../facts/types.gen.ts";
import { checkIp, checkMessages, type Errors } from "../field-checks.ts";

export const ingressClassAnnotation = "kubernetes.io/ingress.class";
const forbiddenSequences = ["//", "/./", "/../", "%2f", "%2F"];
const forbiddenSuffixes = ["/..", "/."];

export function validateIngress(object: Ingress): Errors {
  const errors: Errors = [];
  const annotation = object.metadata?.annotations?.[ingressClassAnnotation];
  if (annotation !== undefined && object.spec?.ingressClassName !== undefined) {
    const detail = "can not be set when the class field is also set";
    errors.push(invalidValue(`annotations.${ingressClassAnnotation}`, annotation, detail));
  }
  checkSpec(errors, object.spec ?? {});
  return errors;
}

export function validateIngressUpdate(object: Ingress): Errors {
  const errors: Errors = [];
  checkSpec(errors, object.spec ?? {});
  return errors;
}

function checkSpec(errors: Errors, spec: IngressSpec): void {
  const { rules = [], tls = [], defaultBackend, ingressClassName } = spec;
  if (rules.length === 0 && defaultBackend === undefined) {
    errors.push(invalidValue("spec", rules, "either `defaultBackend` or `rules` must be specified"));
  }
  if (defaultBackend !== undefined) checkBackend(errors, "spec.defaultBackend", defaultBackend);
  rules.forEach(({ host = "", http }, index) => {
    const at = `spec.rules[${index}]`;
    if (host !== "") checkHost(errors, `${at}.host`, host);
    if (http === undefined) return;
    const paths = http.paths ?? [];
    if (paths.length === 0) errors.push(required(`${at}.http.paths`));
    paths.forEach((path, position) => {
      checkPath(errors, `${at}.http.paths[${position}]`, path);
    });
  });
  tls.forEach(({ hosts = [] }, index) => {
    hosts.forEach((host, position) => {
      const messages = host.includes("*") ? isWildcardDns1123Subdomain(host) : isDns1123Subdomain(host);
      checkMessages(errors, `spec.tls[${index}].hosts[${position}]`, host, messages);
    });
  });
  if (ingressClassName !== undefined) {
    checkMessages(errors, "spec.ingressClassName", ingressClassName, isDns1123Subdomain(ingressClassName));
  }
}

function checkHost(errors: Errors, path: string, host: string): void {
  if (parseIp(host) !== undefined) errors.push(invalidValue(path, host, "must be a DNS name, not an IP address"));
  const messages = host.includes("*") ? isWildcardDns1123Subdomain(host) : isDns1123Subdomain(host);
  checkMessages(errors, path, host, messages);
}

function checkPath(errors: Errors, at: string, { path = "", pathType, backend }: HTTPIngressPath): void {
  switch (pathType) {
    case undefined:
      errors.push(required(`${at}.pathType`, "pathType must be specified"));
      break;
    case "Exact":
    case "Prefix":
      if (!path.startsWith("/")) errors.push(invalidValue(`${at}.path`, path, "must be an absolute path"));
      for (const sequence of forbiddenSequences) {
        if (path.includes(sequence)) errors.push(invalidValue(`${at}.path`, path, `must not contain '${sequence}'`));
      }
      for (const suffix of forbiddenSuffixes) {
        if (path.endsWith(suffix)) errors.push(invalidValue(`${at}.path`, path, `cannot end with '${suffix}'`));
      }
      break;
    case "ImplementationSpecific":
      if (path !== "" && !path.startsWith("/")) {
        errors.push(invalidValue(`${at}.path`, path, "must be an absolute path"));
      }
      break;
    default:
      errors.push(notSupported(`${at}.pathType`, pathType, ["Exact", "ImplementationSpecific", "Prefix"]));
  }
  checkBackend(errors, `${at}.backend`, backend ?? {});
}

function checkBackend(errors: Errors, path: string, { service, resource }: IngressBackend): void {
  if (service !== undefined && resource !== undefined) {
    errors.push(invalidValue(path, "", "cannot set both resource and service backends"));
  } else if (resource !== undefined) checkResource(errors, `${path}.resource`, resource);
  else if (service !== undefined) checkService(errors, path, service);
  else errors.push(invalidValue(path, "", "resource or service backend is required"));
}

function checkService(errors: Errors, path: string, { name, port }: IngressServiceBackend): void {
  if (!name) errors.push(required(`${path}.service.name`));
  else checkMessages(errors, `${path}.service.name`, name, isDns1035Label(name));
  if (port?.name && port.number) {
    errors.push(invalidValue(path, "", "cannot set both port name & port number"));
  } else if (port?.name) checkMessages(errors, `${path}.service.port.name`, port.name, isValidPortName(port.name));
  else if (port?.number) {
    checkMessages(errors, `${path}.service.port.number`, port.number, isValidPortNumber(port.number));
  } else errors.push(required(path, "port name or number is required"));
}

/** Kubernetes: ValidateIngressTypedLocalObjectReference */
function checkResource(errors: Errors, path: string, reference: TypedLocalObjectReference): void {
  const { apiGroup, kind, name } = reference;
  if (apiGroup !== undefined) checkMessages(errors, `${path}.apiGroup`, apiGroup, isDns1123Subdomain(apiGroup));
  if (!kind) errors.push(required(`${path}.kind`, "kind is required"));
  else checkMessages(errors, `${path}.kind`, kind, isPathSegmentName(kind));
  if (!name) errors.push(required(`${path}.name`, "name is required"));
  else checkMessages(errors, `${path}.name`, name, isPathSegmentName(name));
}

export function validateIngressStatus({ status }: Ingress): Errors {
  const errors: Errors = [];
  (status?.loadBalancer?.ingress ?? []).forEach(({ ip, hostname }, index) => {
    const at = `status.loadBalancer.ingress[${index}]`;
    if (ip) checkIp(errors, `${at}.ip`, ip);
    if (!hostname) return;
    checkMessages(errors, `${at}.hostname`, hostname, isDns1123Subdomain(hostname));
    if (parseIp(hostname) !== undefined) {
      errors.push(invalidValue(`${at}.hostname`, hostname, "must be a DNS name, not an IP address"));
    }
  });
  return errors;
}
