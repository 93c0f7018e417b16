// What an EndpointSlice may hold: addresses of one type, so many at most.
// Kubernetes: pkg/apis/discovery/validation/validation.go
import { duplicate, required, tooMany } from "../../apimachinery/field-error.ts";
import { ipWarnings, isValidIpv4, isValidIpv6 } from "../../apimachinery/ip-address.ts";
import { isDns1123Subdomain, isFullyQualifiedDomainName, isValidPortNumber } from "../../apimachinery/names.ts";
import { checkEndpointIp } from "../core/endpoint-ip-rules.ts";
import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice } from "../facts/types.gen.ts";
import {
  checkDns1123Label,
  checkImmutable,
  checkMessages,
  checkOneOf,
  checkQualifiedName,
  type Errors,
} from "../field-checks.ts";

const addressTypes = ["FQDN", "IPv4", "IPv6"];
const protocols = ["SCTP", "TCP", "UDP"];
const endpointsMax = 1000;
const addressesMax = 100;
const portsMax = 20_000;
const hintsMax = 8;

export function validateEndpointSlice(object: EndpointSlice): Errors {
  const errors: Errors = [];
  checkOneOf(errors, "addressType", object.addressType, addressTypes);
  const endpoints = object.endpoints ?? [];
  if (endpoints.length > endpointsMax) errors.push(tooMany("endpoints", endpoints.length, endpointsMax));
  else {
    endpoints.forEach((endpoint, index) => {
      checkEndpoint(errors, `endpoints[${index}]`, endpoint, object.addressType);
    });
  }
  checkPorts(errors, object.ports ?? []);
  return errors;
}

export function validateEndpointSliceUpdate(object: EndpointSlice, old: EndpointSlice): Errors {
  const errors = validateEndpointSlice(object);
  checkImmutable(errors, "addressType", object.addressType, old.addressType);
  return errors;
}

function checkEndpoint(errors: Errors, path: string, endpoint: Endpoint, type: string): void {
  const addresses = endpoint.addresses ?? [];
  if (addresses.length === 0) errors.push(required(`${path}.addresses`, "must contain at least 1 address"));
  else if (addresses.length > addressesMax) errors.push(tooMany(`${path}.addresses`, addresses.length, addressesMax));
  addresses.forEach((address, index) => {
    checkAddress(errors, `${path}.addresses[${index}]`, address, type);
  });
  const { nodeName, hostname, hints } = endpoint;
  if (nodeName !== undefined) checkMessages(errors, `${path}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
  if (hostname !== undefined) checkDns1123Label(errors, `${path}.hostname`, hostname);
  checkHints(errors, `${path}.hints.forZones`, hints?.forZones);
  checkHints(errors, `${path}.hints.forNodes`, hints?.forNodes);
}

function checkAddress(errors: Errors, path: string, address: string, type: string): void {
  if (type === "FQDN") {
    checkMessages(errors, path, address, isFullyQualifiedDomainName(address));
    return;
  }
  if (type !== "IPv4" && type !== "IPv6") return;
  checkMessages(errors, path, address, type === "IPv4" ? isValidIpv4(address) : isValidIpv6(address));
  checkEndpointIp(errors, path, address);
}

function checkHints(errors: Errors, path: string, hints: readonly { readonly name: string }[] | undefined): void {
  if (hints === undefined) return;
  if (hints.length > hintsMax) {
    errors.push(tooMany(path, hints.length, hintsMax));
    return;
  }
  const seen = new Set<string>();
  hints.forEach(({ name }, index) => {
    const at = `${path}[${index}].name`;
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    checkQualifiedName(errors, at, name);
  });
}

function checkPorts(errors: Errors, ports: readonly DiscoveryV1EndpointPort[]): void {
  if (ports.length > portsMax) {
    errors.push(tooMany("ports", ports.length, portsMax));
    return;
  }
  const names = new Set<string>();
  ports.forEach(({ name = "", protocol, port, appProtocol }, index) => {
    const at = `ports[${index}]`;
    if (name !== "") checkDns1123Label(errors, `${at}.name`, name);
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    checkOneOf(errors, `${at}.protocol`, protocol, protocols);
    if (port !== undefined) checkMessages(errors, `${at}.port`, port, isValidPortNumber(port));
    if (appProtocol !== undefined) checkQualifiedName(errors, `${at}.appProtocol`, appProtocol);
  });
}

export function endpointSliceWarnings(object: EndpointSlice): string[] {
  if (object.addressType === "FQDN") return ["addressType: FQDN endpoints are deprecated"];
  return (object.endpoints ?? []).flatMap(({ addresses = [] }, index) =>
    addresses.flatMap((address, position) => ipWarnings(`endpoints[${index}].addresses[${position}]`, address)),
  );
}
