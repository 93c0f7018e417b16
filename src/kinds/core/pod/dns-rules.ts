// How a pod's names are resolved.
// Kubernetes: pkg/apis/core/validation/validation.go validatePodDNSConfig, ValidateHostAliases
import { invalidValue, required } from "../../../apimachinery/field-error.ts";
import { isDns1123SubdomainWithUnderscore } from "../../../apimachinery/names.ts";
import type { HostAlias, PodSpec } from "../../facts/types.gen.ts";
import { checkDns1123Subdomain, checkIp, checkMessages, checkOneOf, type Errors } from "../../field-checks.ts";

const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
/** Linux' resolver reads no more. */
const nameserversMax = 3;
const searchesMax = 32;
const searchCharactersMax = 2048;

export function checkDns(errors: Errors, path: string, spec: PodSpec): void {
  const config = spec.dnsConfig;
  const at = `${path}.dnsConfig`;
  const nameservers = config?.nameservers ?? [];
  if (spec.dnsPolicy === "None") {
    if (config === undefined) {
      errors.push(required(at, "must provide `dnsConfig` when `dnsPolicy` is None"));
      return;
    }
    if (nameservers.length === 0) {
      const detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
      errors.push(required(`${at}.nameservers`, detail));
      return;
    }
  }
  if (config === undefined) return;
  if (nameservers.length > nameserversMax) {
    const detail = `must not have more than ${nameserversMax} nameservers`;
    errors.push(invalidValue(`${at}.nameservers`, nameservers, detail));
  }
  nameservers.forEach((address, index) => {
    checkIp(errors, `${at}.nameservers[${index}]`, address);
  });
  checkSearches(errors, `${at}.searches`, config.searches ?? []);
  (config.options ?? []).forEach(({ name }, index) => {
    if (!name) errors.push(required(`${at}.options[${index}]`, "must not be empty"));
  });
}

export function checkDnsPolicy(errors: Errors, path: string, policy: string | undefined): void {
  checkOneOf(errors, path, policy, dnsPolicies);
}

function checkSearches(errors: Errors, path: string, searches: readonly string[]): void {
  if (searches.length > searchesMax) {
    errors.push(invalidValue(path, searches, `must not have more than ${searchesMax} search paths`));
  }
  if (searches.join(" ").length > searchCharactersMax) {
    const detail = `must not have more than ${searchCharactersMax} characters (including spaces) in the search list`;
    errors.push(invalidValue(path, searches, detail));
  }
  searches.forEach((search, index) => {
    if (search === ".") return;
    const name = search.endsWith(".") ? search.slice(0, -1) : search;
    checkMessages(errors, `${path}[${index}]`, name, isDns1123SubdomainWithUnderscore(name));
  });
}

export function checkHostAliases(errors: Errors, path: string, aliases: readonly HostAlias[] | undefined): void {
  (aliases ?? []).forEach(({ ip = "", hostnames = [] }, index) => {
    checkIp(errors, `${path}[${index}].ip`, ip);
    hostnames.forEach((hostname, position) => {
      checkDns1123Subdomain(errors, `${path}[${index}].hostnames[${position}]`, hostname);
    });
  });
}
