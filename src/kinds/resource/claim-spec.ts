// The requests of a claim: what is filled in, and what they may say. CEL expressions are compiled where they are run.
// Kubernetes: pkg/apis/resource/{v1/defaults.go,validation/validation.go}
import { duplicate, invalidValue, required, tooMany } from "../../apimachinery/field-error.ts";
import type {
  DeviceRequest,
  DeviceSelector,
  DeviceSubRequest,
  DeviceToleration,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from "../facts/types.gen.ts";
import { checkDns1123Label, checkDns1123Subdomain, checkOneOf, type Errors } from "../field-checks.ts";

const requestsMax = 32;
const selectorsMax = 32;
const allocationModes = ["All", "ExactCount"];

type AnyRequest = ExactDeviceRequest | DeviceSubRequest;

export function setClaimSpecDefaults(spec: ResourceClaimSpec | undefined): void {
  for (const { exactly, firstAvailable } of spec?.devices?.requests ?? []) {
    if (exactly !== undefined) setRequestDefaults(exactly);
    for (const request of firstAvailable ?? []) setRequestDefaults(request);
  }
}

function setRequestDefaults(request: AnyRequest): void {
  request.allocationMode ||= "ExactCount";
  if (request.allocationMode === "ExactCount") request.count ||= 1;
  setTolerationDefaults(request.tolerations);
}

function setTolerationDefaults(tolerations: readonly DeviceToleration[] | undefined): void {
  for (const toleration of tolerations ?? []) toleration.operator ||= "Equal";
}

export function checkClaimSpec(errors: Errors, path: string, spec: ResourceClaimSpec | undefined): void {
  const requests = spec?.devices?.requests ?? [];
  const at = `${path}.devices.requests`;
  if (requests.length > requestsMax) errors.push(tooMany(at, requests.length, requestsMax));
  const seen = new Set<string>();
  requests.forEach((request, index) => {
    checkRequest(errors, `${at}[${index}]`, request);
    if (seen.has(request.name)) errors.push(duplicate(`${at}[${index}]`, request.name));
    seen.add(request.name);
  });
  const known = new Set(requests.flatMap(names));
  (spec?.devices?.constraints ?? []).forEach((constraint, index) => {
    const here = `${path}.devices.constraints[${index}]`;
    (constraint.requests ?? []).forEach((name, position) => {
      if (!known.has(name)) {
        const detail =
          "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
        errors.push(invalidValue(`${here}.requests[${position}]`, name, detail));
      }
    });
  });
}

function names({ name, firstAvailable }: DeviceRequest): string[] {
  return [name, ...(firstAvailable ?? []).map((request) => `${name}/${request.name}`)];
}

function checkRequest(errors: Errors, path: string, { name, exactly, firstAvailable = [] }: DeviceRequest): void {
  checkDns1123Label(errors, `${path}.name`, name ?? "");
  const given = (exactly === undefined ? 0 : 1) + (firstAvailable.length > 0 ? 1 : 0);
  if (given === 0) errors.push(required(path, "exactly one of `exactly` or `firstAvailable` is required"));
  if (given > 1) {
    errors.push(invalidValue(path, undefined, "exactly one of `exactly` or `firstAvailable` is required"));
  }
  if (exactly !== undefined) checkDevices(errors, `${path}.exactly`, exactly);
  firstAvailable.forEach((request, index) => {
    const at = `${path}.firstAvailable[${index}]`;
    checkDns1123Label(errors, `${at}.name`, request.name ?? "");
    checkDevices(errors, at, request);
  });
}

function checkDevices(errors: Errors, path: string, request: AnyRequest): void {
  if (!request.deviceClassName) errors.push(required(`${path}.deviceClassName`));
  else checkDns1123Subdomain(errors, `${path}.deviceClassName`, request.deviceClassName);
  checkDeviceSelectors(errors, `${path}.selectors`, request.selectors);
  const { allocationMode, count = 0 } = request;
  if (allocationMode === "All" && count !== 0) {
    const detail = `must not be specified when allocationMode is '${allocationMode}'`;
    errors.push(invalidValue(`${path}.count`, count, detail));
  } else if (allocationMode === "ExactCount" && count <= 0) {
    errors.push(invalidValue(`${path}.count`, count, "must be greater than zero"));
  } else {
    checkOneOf(errors, `${path}.allocationMode`, allocationMode, allocationModes);
  }
}

export function checkDeviceSelectors(errors: Errors, path: string, selectors: readonly DeviceSelector[] = []): void {
  if (selectors.length > selectorsMax) errors.push(tooMany(path, selectors.length, selectorsMax));
  selectors.forEach(({ cel }, index) => {
    if (cel === undefined) errors.push(required(`${path}[${index}].cel`));
  });
}
