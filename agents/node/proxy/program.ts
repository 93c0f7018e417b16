// All services' plans as one nft program: the content of sets and maps, and the chains that lead from a frontend to an endpoint.
// Nearly everything is an element of a map, so that a program of ten thousand endpoints loads in a fraction of a second.
import { createHash } from "node:crypto";
import type { Elements } from "../network/nft-elements.ts";
import type { Protocol } from "../services/facts.ts";
import { affinityPieces } from "./affinity.ts";
import { markRules } from "./masquerade.ts";
import { type Frontend, frontendKey, type ServicePlan } from "./service-plan.ts";

export const frontendMaps = ["services", "node_ports", "local_services", "local_node_ports"] as const;
export const protocols = ["tcp", "udp", "sctp"] as const;

/** The endpoints of one map's frontends of one protocol: address . port . index -> address . port. */
export const endpointMaps = frontendMaps.flatMap((map) => protocols.map((protocol) => `${map}_${protocol}` as const));

/** Every set and map with content, in the order in which they are written. */
export const setNames = [
  ...frontendMaps,
  ...endpointMaps,
  "unserved_services",
  "unserved_node_ports",
  "firewalled",
  "cluster_addresses",
  "hairpin",
] as const;
export type SetName = (typeof setNames)[number];

export interface Program {
  readonly sets: Readonly<Record<SetName, Elements>>;
  /** Chain -> rules, besides those that every program has. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** Sets of clients -> seconds after which one is forgotten. */
  readonly clientSets: ReadonlyMap<string, number>;
  /** UDP frontends -> their endpoints as `address:port`: what the kernel may remember of flows. */
  readonly udp: ReadonlyMap<string, ReadonlySet<string>>;
}

/** When two services claim one address and port, the first in the order given has it. */
export function buildProgram(plans: Iterable<ServicePlan>, clusterCidr: string): Program {
  const builder = new ProgramBuilder(clusterCidr);
  for (const plan of plans) builder.add(plan);
  return builder;
}

class ProgramBuilder implements Program {
  readonly sets: Record<SetName, Map<string, string>>;
  readonly chains = new Map<string, readonly string[]>();
  readonly clientSets = new Map<string, number>();
  readonly udp = new Map<string, Set<string>>();
  readonly #clusterCidr: string;

  constructor(clusterCidr: string) {
    this.#clusterCidr = clusterCidr;
    this.sets = Object.fromEntries(setNames.map((name) => [name, new Map()])) as Record<SetName, Map<string, string>>;
  }

  add(plan: ServicePlan): void {
    for (const frontend of plan.frontends) this.#addFrontend(frontend);
    for (const { map, key, verdict } of plan.dead) {
      if (!this.sets[map].has(key)) this.sets[map].set(key, verdict === "drop" ? "drop" : "goto refuse");
    }
    for (const ip of plan.clusterAddresses) this.sets.cluster_addresses.set(ip, "");
    for (const { key, ranges } of plan.firewalls) this.#addFirewall(key, ranges);
  }

  #addFrontend(frontend: Frontend): void {
    const { map, place, endpoints, protocol } = frontend;
    const key = frontendKey(frontend);
    if (this.sets[map].has(key)) return;
    const chain = frontend.affinity ? this.#affinityChain(frontend) : this.#countChain(frontend);
    this.sets[map].set(key, `goto ${chain}`);
    if (!frontend.affinity) {
      const targets = this.sets[`${map}_${lower(protocol)}`];
      for (const [index, { ip, port }] of endpoints.entries()) targets.set(`${place} . ${index}`, `${ip} . ${port}`);
    }
    for (const { ip, local } of endpoints) if (local) this.sets.hairpin.set(`${ip} . ${ip}`, "");
    if (protocol === "UDP") this.#addUdp(frontend);
  }

  /** One chain serves all frontends with as many endpoints: the packet's own fields and a random index are the key. */
  #countChain(frontend: Frontend): string {
    const { map, masquerade, protocol, endpoints } = frontend;
    const name = `${map}_${masquerade}_${lower(protocol)}_${endpoints.length}`;
    if (!this.chains.has(name)) this.chains.set(name, countRules(frontend, this.#clusterCidr));
    return name;
  }

  #affinityChain(frontend: Frontend): string {
    const { chain, chains, clientSets } = affinityPieces(frontend, this.#clusterCidr);
    for (const [name, rules] of chains) this.chains.set(name, rules);
    for (const [name, seconds] of clientSets) this.clientSets.set(name, seconds);
    return chain;
  }

  #addFirewall(key: string, ranges: readonly string[]): void {
    const list = ranges.join(",");
    const name = `firewall_${createHash("sha256").update(list).digest("hex").slice(0, 12)}`;
    if (this.sets.firewalled.has(key)) return;
    this.sets.firewalled.set(key, `goto ${name}`);
    this.chains.set(name, [...ranges.map((range) => `ip saddr ${range} return`), "drop"]);
  }

  #addUdp(frontend: Frontend): void {
    const { endpoints } = frontend;
    const key = frontendKey(frontend);
    const known = this.udp.get(key) ?? new Set();
    for (const { ip, port } of endpoints) known.add(`${ip}:${port}`);
    this.udp.set(key, known);
  }
}

/** The maps are one for each protocol because nft 1.0.6 takes no rule with a map of any protocol's ports once the table stands. */
function countRules({ map, masquerade, protocol, endpoints }: Frontend, clusterCidr: string): string[] {
  const name = lower(protocol);
  const byAddress = map === "services" || map === "local_services";
  const key = `${byAddress ? "ip daddr . " : ""}${name} dport . numgen random mod ${endpoints.length}`;
  return [...markRules(masquerade, clusterCidr), `ip protocol ${name} dnat ip to ${key} map @${map}_${name}`];
}

function lower(protocol: Protocol): (typeof protocols)[number] {
  return protocol.toLowerCase() as (typeof protocols)[number];
}

/** What a kernel holds that knows nothing of services. */
export const emptyProgram: Program = buildProgram([], "0.0.0.0/0");
