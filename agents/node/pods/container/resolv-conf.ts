// A pod's /etc/resolv.conf: the cluster's, the host's, or its own.
// Kubernetes: pkg/kubelet/network/dns/dns.go
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import { NAMESERVERS_MAX, SEARCH_CHARACTERS_MAX, SEARCH_DOMAINS_MAX } from "../limits.ts";
import { specOf } from "../pod-parts.ts";

export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export interface ClusterDns {
  /** Empty: the cluster has no DNS, and pods resolve as the host does. */
  readonly servers: readonly string[];
  readonly domain: string;
}

export function podResolvConf(pod: Pod, cluster: ClusterDns, host: ResolvConf): ResolvConf {
  const { dnsPolicy = "ClusterFirst", dnsConfig, hostNetwork } = specOf(pod);
  const wantsCluster =
    dnsPolicy === "ClusterFirstWithHostNet" || (dnsPolicy === "ClusterFirst" && hostNetwork !== true);
  const base =
    dnsPolicy === "None" ? empty : wantsCluster && cluster.servers.length > 0 ? ofCluster(pod, cluster, host) : host;
  return withinBounds({
    nameservers: distinct([...base.nameservers, ...(dnsConfig?.nameservers ?? [])]),
    searches: distinct([...base.searches, ...(dnsConfig?.searches ?? [])]),
    options: mergeOptions(
      base.options,
      (dnsConfig?.options ?? []).map(({ name = "", value }) => (value === undefined ? name : `${name}:${value}`)),
    ),
  });
}

const empty: ResolvConf = { nameservers: [], searches: [], options: [] };

function ofCluster(pod: Pod, { servers, domain }: ClusterDns, host: ResolvConf): ResolvConf {
  const namespace = pod.metadata?.namespace ?? "";
  const searches = [`${namespace}.svc.${domain}`, `svc.${domain}`, domain, ...host.searches];
  return { nameservers: servers, searches, options: ["ndots:5"] };
}

export function resolvConfText({ nameservers, searches, options }: ResolvConf): string {
  const search = searches.length === 0 ? "" : `search ${searches.join(" ")}\n`;
  const servers = nameservers.map((one) => `nameserver ${one}\n`).join("");
  return `${search}${servers}${options.length === 0 ? "" : `options ${options.join(" ")}\n`}`;
}

/** Reads a resolver configuration; of several search lines the last counts. */
export function parseResolvConf(text: string): ResolvConf {
  const nameservers: string[] = [];
  let searches: string[] = [];
  const options: string[] = [];
  for (const line of text.split("\n")) {
    const [keyword, ...values] = line
      .replace(/[#;].*$/, "")
      .trim()
      .split(/\s+/);
    if (keyword === "nameserver" && values[0] !== undefined) nameservers.push(values[0]);
    if (keyword === "search" || keyword === "domain") searches = values.filter((one) => one !== ".");
    if (keyword === "options") options.push(...values);
  }
  return { nameservers, searches, options };
}

function withinBounds({ nameservers, searches, options }: ResolvConf): ResolvConf {
  const kept: string[] = [];
  for (const one of searches.slice(0, SEARCH_DOMAINS_MAX)) {
    if ([...kept, one].join(" ").length <= SEARCH_CHARACTERS_MAX) kept.push(one);
  }
  return { nameservers: nameservers.slice(0, NAMESERVERS_MAX), searches: kept, options };
}

/** The pod's own replaces an option of the same name. */
function mergeOptions(base: readonly string[], own: readonly string[]): string[] {
  const byName = new Map([...base, ...own].map((one) => [one.split(":")[0] as string, one]));
  return [...byName.values()];
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
