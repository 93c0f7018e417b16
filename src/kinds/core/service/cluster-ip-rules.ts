// A service's own addresses and their families: which it may ask for, and which it keeps.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngrade*
import { duplicate, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { parseIp } from "../../../apimachinery/ip-address.ts";
import type { ServiceSpec } from "../../facts/types.gen.ts";
import { checkIp, checkOptionalOneOf, type Errors } from "../../field-checks.ts";
import { headless, isHeadless } from "./service-type.ts";

const families = ["IPv4", "IPv6"];
const familyPolicies = ["PreferDualStack", "RequireDualStack", "SingleStack"];
const addressesMax = 2;

/** `stoodBefore`: addresses that the service had already. */
export function checkClusterIps(errors: Errors, spec: ServiceSpec, stoodBefore: ReadonlySet<string>): void {
  const addresses = spec.clusterIPs ?? [];
  const at = "spec.clusterIPs";
  if (spec.clusterIP) {
    if (addresses.length === 0) errors.push(required(at));
    else if (addresses[0] !== spec.clusterIP) {
      errors.push(invalidValue(at, addresses, "first value must match `clusterIP`"));
    }
  } else if (addresses.length > 0) {
    errors.push(invalidValue(at, addresses, "must be empty when `clusterIP` is not specified"));
  }
  checkFamilies(errors, spec);
  const before = errors.length;
  addresses.forEach((address, index) => {
    if (index === 0 && address === headless) {
      if (addresses.length > 1) errors.push(invalidValue(at, addresses, "'None' must be the first and only value"));
    } else checkIp(errors, `${at}[${index}]`, address, stoodBefore);
  });
  const sound = errors.length === before;
  if (addresses.length > addressesMax) errors.push(invalidValue(at, addresses, "may only hold up to 2 values"));
  if (!sound) return;
  if (addresses.length > 1 && new Set(addresses.map(familyOf)).size < 2) {
    errors.push(invalidValue(at, addresses, "may specify no more than one IP for each IP family"));
  }
  if (isHeadless(spec)) return;
  (spec.ipFamilies ?? []).forEach((family, index) => {
    const address = addresses[index];
    if (address === undefined || !families.includes(family) || familyOf(address) === family) return;
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    errors.push(invalidValue(`${at}[${index}]`, address, detail));
  });
}

function checkFamilies(errors: Errors, { ipFamilies = [], ipFamilyPolicy }: ServiceSpec): void {
  const seen = new Set<string>();
  ipFamilies.forEach((family, index) => {
    const at = `spec.ipFamilies[${index}]`;
    if (!families.includes(family)) errors.push(notSupported(at, family, families));
    if (seen.has(family)) errors.push(duplicate(at, family));
    seen.add(family);
  });
  checkOptionalOneOf(errors, "spec.ipFamilyPolicy", ipFamilyPolicy, familyPolicies);
}

function familyOf(address: string): string {
  return parseIp(address)?.family === 6 ? "IPv6" : "IPv4";
}

/** The first address and family stay; a second may come, and go when the policy says so. */
export function checkAddressesKept(errors: Errors, spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.type === "ExternalName" || old.type === "ExternalName") return;
  const wasHeadless = isHeadless(old);
  const isNowHeadless = isHeadless(spec);
  if (!(wasHeadless && isNowHeadless)) checkKept(errors, spec, "clusterIPs", old);
  if (!wasHeadless && !isNowHeadless) checkKept(errors, spec, "ipFamilies", old);
}

function checkKept(errors: Errors, spec: ServiceSpec, field: "clusterIPs" | "ipFamilies", old: ServiceSpec): void {
  const before = old[field] ?? [];
  const after = spec[field] ?? [];
  const at = `spec.${field}`;
  const one = field === "clusterIPs" ? "clusterIP" : "ipFamily";
  if (before.length === after.length) {
    before.forEach((value, index) => {
      if (value === after[index]) return;
      const position = field === "clusterIPs" ? index : 0;
      errors.push(invalidValue(`${at}[${position}]`, after, "may not change once set"));
    });
    return;
  }
  if (before.length > after.length && (spec.clusterIPs ?? []).length === 0) {
    errors.push(invalidValue(`${at}[0]`, after, `primary ${one} can not be unset`));
  }
  if (before.length > 0 && after.length > 0 && before[0] !== after[0]) {
    errors.push(invalidValue(`${at}[0]`, spec.clusterIPs, "may not change once set"));
  }
  if (before.length > after.length && after.length === 1 && spec.ipFamilyPolicy !== "SingleStack") {
    const detail = `must be set to 'SingleStack' when releasing the secondary ${one}`;
    errors.push(invalidValue("spec.ipFamilyPolicy", spec.ipFamilyPolicy, detail));
  }
}
