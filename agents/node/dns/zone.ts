// The cluster's zone: what each name means, from the services as this node sees them.
// Kubernetes: the specification of its DNS, version 1.1.0; CoreDNS: plugin/kubernetes/kubernetes.go
import type { Answer } from "dns-packet";
import { cidrContains, isIpv4, mustParseCidr, parseIpv4 } from "../network/ipv4.ts";
import type { ServiceBook, ServiceView } from "../services/service-book.ts";
import { endpointsNamed, namedEndpoints } from "./endpoint-names.ts";
import { recordTtlSeconds } from "./limits.ts";

export interface ZoneSettings {
  /** `cluster.local` */
  readonly domain: string;
  /** The address of the cluster's DNS, which the zone's own name server record names. */
  readonly dnsAddress: string;
  /** Addresses of pods and services: for these the zone also answers the reverse question, and denies. */
  readonly reverseCidrs: readonly string[];
}

export type ZoneAnswer =
  | { readonly type: "records"; readonly answers: readonly Answer[]; readonly additionals: readonly Answer[] }
  /** The name goes on elsewhere: the client wants to know what is there, too. */
  | { readonly type: "alias"; readonly answer: Answer; readonly target: string }
  /** The name exists, but not with this type. */
  | { readonly type: "nodata" }
  | { readonly type: "nxdomain" }
  /** Not this zone's to answer. */
  | { readonly type: "elsewhere" }
  /** Nothing is known of the cluster yet: neither yes nor no. */
  | { readonly type: "unknown" };

export interface Zone {
  /** `name` in lower case without a dot at the end, `type` as in `A` or `SRV`. */
  lookup(name: string, type: string): ZoneAnswer;
  /** The record that goes with every no. */
  authority(name: string): Answer;
}

const nodata: ZoneAnswer = { type: "nodata" };
const nxdomain: ZoneAnswer = { type: "nxdomain" };
const elsewhere: ZoneAnswer = { type: "elsewhere" };
const reverseSuffix = ".in-addr.arpa";

export function createZone(book: ServiceBook, settings: ZoneSettings): Zone {
  const { domain } = settings;
  const cidrs = settings.reverseCidrs.map(mustParseCidr);
  let index = indexOf(book, domain);

  function fresh(): Index {
    if (index.version !== book.version) index = indexOf(book, domain);
    return index;
  }

  function lookupReverse(name: string, type: string): ZoneAnswer {
    const ip = name.slice(0, -reverseSuffix.length).split(".").reverse().join(".");
    const names = fresh().namesByAddress.get(ip);
    if (names) return type === "PTR" ? records(names.map((data) => record(name, "PTR", data))) : nodata;
    const address = parseIpv4(ip);
    return address !== undefined && cidrs.some((cidr) => cidrContains(cidr, address)) ? nxdomain : elsewhere;
  }

  return {
    lookup(name, type) {
      const inZone = name === domain || name.endsWith(`.${domain}`);
      const reverse = name.endsWith(reverseSuffix);
      if (!inZone && !reverse) return elsewhere;
      if (!book.complete) return { type: "unknown" };
      if (reverse) return lookupReverse(name, type);
      const labels = name === domain ? [] : name.slice(0, -domain.length - 1).split(".");
      return lookupLabels({ name, type, labels }, settings, book, fresh());
    },
    authority(name) {
      const owner = name.endsWith(reverseSuffix) ? reverseSuffix.slice(1) : domain;
      return soa(owner, domain, book.version);
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: string;
  /** What stands before the zone's domain. */
  readonly labels: readonly string[];
}

function lookupLabels(question: Question, settings: ZoneSettings, book: ServiceBook, index: Index): ZoneAnswer {
  const { name, type, labels } = question;
  const branch = labels.at(-1);
  const namespace = labels.at(-2);
  if (branch === undefined) return apex(settings, type, book.version);
  if (branch === "svc" || branch === "pod") {
    if (namespace === undefined) return nodata;
    if (labels.length === 2) return index.namespaces.has(namespace) ? nodata : nxdomain;
    if (branch === "pod") return labels.length === 3 ? podAddress(name, type, labels[0] as string) : nxdomain;
    const view = book.view(namespace, labels.at(-3) as string);
    return view ? inService(view, { name, type, labels: labels.slice(0, -3) }, settings.domain) : nxdomain;
  }
  const path = labels.join(".");
  if (path === "dns-version") return type === "TXT" ? records([record(name, "TXT", "1.1.0")]) : nodata;
  if (path === "dns") return nodata;
  if (path === "ns.dns") return type === "A" ? records([record(name, "A", settings.dnsAddress)]) : nodata;
  return nxdomain;
}

function apex({ domain, dnsAddress }: ZoneSettings, type: string, version: number): ZoneAnswer {
  if (type === "SOA") return records([soa(domain, domain, version)]);
  if (type !== "NS") return nodata;
  return records([record(domain, "NS", `ns.dns.${domain}`)], [record(`ns.dns.${domain}`, "A", dnsAddress)]);
}

/** `10-244-0-5.namespace.pod`: the address is in the name; CoreDNS calls believing it "insecure", and does so by default in clusters. */
function podAddress(name: string, type: string, label: string): ZoneAnswer {
  const ip = label.replaceAll("-", ".");
  if (!isIpv4(ip)) return nxdomain;
  return type === "A" ? records([record(name, "A", ip)]) : nodata;
}

/** `labels` is what stands before the service's own name. */
function inService(view: ServiceView, question: Question, domain: string): ZoneAnswer {
  const { service } = view;
  const { name, type, labels } = question;
  const owner = `${service.name}.${service.namespace}.svc.${domain}`;
  if (service.type === "ExternalName") {
    if (labels.length > 0) return nxdomain;
    return { type: "alias", answer: record(name, "CNAME", service.externalName), target: service.externalName };
  }
  if (labels.length === 0) return serviceItself(view, name, type, owner);
  const [first = "", second] = labels;
  if (labels.length === 1 && first.startsWith("_")) {
    const known = service.ports.some(
      ({ protocol, name: port }) => port !== "" && `_${protocol.toLowerCase()}` === first,
    );
    return known ? nodata : nxdomain;
  }
  if (labels.length === 1) return addresses(name, type, endpointsNamed(view, first));
  if (labels.length > 2 || !first.startsWith("_") || !second?.startsWith("_")) return nxdomain;
  return portRecords(view, question, owner, { port: first.slice(1), protocol: second.slice(1) });
}

function serviceItself(view: ServiceView, name: string, type: string, owner: string): ZoneAnswer {
  const { service } = view;
  if (type === "SRV") return portRecords(view, { name, type, labels: [] }, owner, {});
  if (!service.headless) return addresses(name, type, service.clusterIPs);
  const ips = namedEndpoints(view).map(({ ip }) => ip);
  return addresses(name, type, ips);
}

function addresses(name: string, type: string, ips: readonly string[]): ZoneAnswer {
  if (ips.length === 0) return nxdomain;
  const fit = [...new Set(ips)].filter((ip) => (isIpv4(ip) ? "A" : "AAAA") === type);
  if (fit.length === 0) return nodata;
  return records(fit.map((ip) => record(name, type as "A" | "AAAA", ip)));
}

/** SRV records: of a virtual address its ports, of a headless service each endpoint's own name and port. */
function portRecords(
  view: ServiceView,
  { name, type }: Question,
  owner: string,
  wanted: { readonly port?: string; readonly protocol?: string },
): ZoneAnswer {
  const { service } = view;
  const fits = (port: { readonly name: string; readonly protocol: string }) =>
    (wanted.port === undefined || (port.name !== "" && port.name.toLowerCase() === wanted.port)) &&
    (wanted.protocol === undefined || port.protocol.toLowerCase() === wanted.protocol);
  const targets = service.headless
    ? namedEndpoints(view).flatMap(({ name: host, ip, ports }) =>
        ports.filter(fits).map(({ port }) => ({ target: `${host}.${owner}`, port, ips: [ip] })),
      )
    : service.ports.filter(fits).map(({ port }) => ({ target: owner, port, ips: service.clusterIPs }));
  if (targets.length === 0) return nxdomain;
  if (type !== "SRV") return nodata;
  const weight = Math.max(1, Math.floor(100 / targets.length));
  const hosts = new Map(targets.flatMap(({ target, ips }) => ips.map((ip) => [`${target} ${ip}`, { target, ip }])));
  return records(
    targets.map(({ target, port }) => record(name, "SRV", { priority: 0, weight, port, target })),
    Array.from(hosts.values(), ({ target, ip }) => record(target, isIpv4(ip) ? "A" : "AAAA", ip)),
  );
}

interface Index {
  readonly version: number;
  readonly namespaces: ReadonlySet<string>;
  readonly namesByAddress: ReadonlyMap<string, readonly string[]>;
}

/** For questions that don't name a service. CoreDNS: plugin/kubernetes/reverse.go: a virtual address counts before endpoints. */
function indexOf(book: ServiceBook, domain: string): Index {
  const namespaces = new Set<string>();
  const ofServices = new Map<string, string[]>();
  const ofEndpoints = new Map<string, string[]>();
  for (const view of book.views()) {
    const { service } = view;
    const owner = `${service.name}.${service.namespace}.svc.${domain}`;
    namespaces.add(service.namespace);
    for (const ip of service.clusterIPs) ofServices.set(ip, [owner]);
    for (const endpoint of namedEndpoints(view)) {
      const names = ofEndpoints.get(endpoint.ip) ?? [];
      const name = `${endpoint.name}.${owner}`;
      if (!names.includes(name)) names.push(name);
      ofEndpoints.set(endpoint.ip, names);
    }
  }
  return { version: book.version, namespaces, namesByAddress: new Map([...ofEndpoints, ...ofServices]) };
}

function records(answers: readonly Answer[], additionals: readonly Answer[] = []): ZoneAnswer {
  return { type: "records", answers, additionals };
}

function record(name: string, type: Answer["type"], data: unknown): Answer {
  return { name, type, ttl: recordTtlSeconds, class: "IN", data } as Answer;
}

/** The last number is how long a no may be kept: short, so that what is created a moment later is found. */
function soa(owner: string, domain: string, serial: number): Answer {
  return record(owner, "SOA", {
    mname: `ns.dns.${domain}`,
    rname: `hostmaster.${domain}`,
    serial,
    refresh: 7200,
    retry: 1800,
    expire: 86_400,
    minimum: recordTtlSeconds,
  });
}
