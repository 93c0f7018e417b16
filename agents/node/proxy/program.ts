// All services' plans as one nft program: the content of sets and maps, and the chains that lead from a frontend to an endpoint.
// Nearly everything is an element of a map, so that a program of ten thousand endpoints loads in a fraction of a second.
import { createHash } from "node:crypto";
import type { Elements } from "../network/nft-elements.ts";
import { type FrontendPieces, frontendPieces } from "./frontend-pieces.ts";
import { endpointMaps, frontendMaps } from "./maps.ts";
import type { Frontend, ServicePlan } from "./service-plan.ts";

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
  readonly udp = new Map<string, ReadonlySet<string>>();
  readonly #clusterCidr: string;

  constructor(clusterCidr: string) {
    this.#clusterCidr = clusterCidr;
    this.sets = Object.fromEntries(setNames.map((name) => [name, new Map()])) as Record<SetName, Map<string, string>>;
  }

  add(plan: ServicePlan): void {
    for (const frontend of plan.frontends) this.#addFrontend(piecesOf(frontend, this.#clusterCidr));
    for (const { map, key, verdict } of plan.dead) {
      if (!this.sets[map].has(key)) this.sets[map].set(key, verdict === "drop" ? "drop" : "goto refuse");
    }
    for (const ip of plan.clusterAddresses) this.sets.cluster_addresses.set(ip, "");
    for (const { key, ranges } of plan.firewalls) this.#addFirewall(key, ranges);
  }

  #addFrontend(pieces: FrontendPieces): void {
    const { map, key } = pieces;
    if (this.sets[map].has(key)) return;
    this.sets[map].set(key, pieces.verdict);
    const targets = this.sets[pieces.targetSet];
    for (const [element, value] of pieces.targets) targets.set(element, value);
    for (const element of pieces.hairpin) this.sets.hairpin.set(element, "");
    for (const [name, rules] of pieces.chains) this.chains.set(name, rules);
    for (const [name, seconds] of pieces.clientSets) this.clientSets.set(name, seconds);
    if (pieces.udp) this.udp.set(key, new Set([...(this.udp.get(key) ?? []), ...pieces.udp]));
  }

  #addFirewall(key: string, ranges: readonly string[]): void {
    const list = ranges.join(",");
    const name = `firewall_${createHash("sha256").update(list).digest("hex").slice(0, 12)}`;
    if (this.sets.firewalled.has(key)) return;
    this.sets.firewalled.set(key, `goto ${name}`);
    this.chains.set(name, [...ranges.map((range) => `ip saddr ${range} return`), "drop"]);
  }
}

/** Frontends that didn't change keep their pieces, and so the very strings: comparing programs of ten thousand endpoints is then cheap. */
const knownPieces = new WeakMap<Frontend, { readonly clusterCidr: string; readonly pieces: FrontendPieces }>();

function piecesOf(frontend: Frontend, clusterCidr: string): FrontendPieces {
  const known = knownPieces.get(frontend);
  if (known?.clusterCidr === clusterCidr) return known.pieces;
  const pieces = frontendPieces(frontend, clusterCidr);
  knownPieces.set(frontend, { clusterCidr, pieces });
  return pieces;
}

/** What a kernel holds that knows nothing of services. */
export const emptyProgram: Program = buildProgram([], "0.0.0.0/0");
