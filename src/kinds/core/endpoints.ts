// Endpoints: a service's addresses in the older, single-object form.
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import { isDns1123Subdomain, isValidPortNumber } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from "../facts/types.gen.ts";
import {
  checkDns1123Label,
  checkIp,
  checkMessages,
  checkOneOf,
  checkQualifiedName,
  type Errors,
} from "../field-checks.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { checkEndpointIp } from "./endpoint-ip-rules.ts";
import { portProtocols } from "./pod/container-rules.ts";

const shownMax = 3;
const triggerAnnotation = "endpoints.kubernetes.io/last-change-trigger-time";

export const endpoints = builtinKind<Endpoints>({
  group: "",
  version: "v1",
  kind: "Endpoints",
  plural: "endpoints",
  shortNames: ["ep"],
  scope: "Namespaced",
  deprecation: "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  createsOnUpdate: true,
  strategy: {
    setDefaults: ({ subsets }) => {
      for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ||= "TCP";
    },
    validateCreate: (object) => validateEndpoints(object, undefined),
    validateUpdate: validateEndpoints,
    warnings: (_, old) =>
      old === undefined ? ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"] : [],
  },
  columns: [nameColumn, column<Endpoints>("Endpoints", "string", addressList), ageColumn],
});

function addressList({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.flatMap(({ port = 0 }) =>
      addresses.map(({ ip = "" }) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`)),
    ),
  );
  const shown = all.slice(0, shownMax).join(",");
  return all.length > shownMax ? `${shown} + ${all.length - shownMax} more...` : shown;
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidateEndpoints */
function validateEndpoints(object: Endpoints, old: Endpoints | undefined): Errors {
  const errors: Errors = [];
  const time = object.metadata?.annotations?.[triggerAnnotation];
  if (time !== undefined && Number.isNaN(Date.parse(time))) {
    errors.push(invalidValue(`annotations[${triggerAnnotation}]`, time, "must be a valid RFC3339 time"));
  }
  const before = errors.length;
  (object.subsets ?? []).forEach((subset, index) => {
    checkSubset(errors, `subsets[${index}]`, subset);
  });
  // What stood before may stay, whatever it is.
  if (errors.length > before && old !== undefined && semanticEqual(old.subsets, object.subsets)) errors.length = before;
  return errors;
}

function checkSubset(errors: Errors, path: string, subset: EndpointSubset): void {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  if (addresses.length === 0 && notReadyAddresses.length === 0) {
    errors.push(required(path, "must specify `addresses` or `notReadyAddresses`"));
  }
  addresses.forEach((address, index) => {
    checkAddress(errors, `${path}.addresses[${index}]`, address);
  });
  notReadyAddresses.forEach((address, index) => {
    checkAddress(errors, `${path}.notReadyAddresses[${index}]`, address);
  });
  ports.forEach((port, index) => {
    checkEndpointPort(errors, `${path}.ports[${index}]`, port, ports.length > 1);
  });
}

function checkAddress(errors: Errors, path: string, { ip = "", hostname, nodeName }: EndpointAddress): void {
  checkIp(errors, `${path}.ip`, ip);
  if (hostname) checkDns1123Label(errors, `${path}.hostname`, hostname);
  if (nodeName !== undefined) checkMessages(errors, `${path}.nodeName`, nodeName, isDns1123Subdomain(nodeName));
  checkEndpointIp(errors, `${path}.ip`, ip);
}

function checkEndpointPort(errors: Errors, path: string, port: EndpointPort, needsName: boolean): void {
  if (port.name) checkDns1123Label(errors, `${path}.name`, port.name);
  else if (needsName) errors.push(required(`${path}.name`));
  checkMessages(errors, `${path}.port`, port.port ?? 0, isValidPortNumber(port.port ?? 0));
  checkOneOf(errors, `${path}.protocol`, port.protocol, portProtocols);
  if (port.appProtocol !== undefined) checkQualifiedName(errors, `${path}.appProtocol`, port.appProtocol);
}
