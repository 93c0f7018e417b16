// One frontend as elements and chains of the proxy's table.
import { affinityPieces } from "./affinity.ts";
import { type EndpointMap, lower } from "./maps.ts";
import { markRules } from "./masquerade.ts";
import { type Frontend, type FrontendMap, frontendKey } from "./service-plan.ts";

export interface FrontendPieces {
  readonly map: FrontendMap;
  readonly key: string;
  readonly verdict: string;
  readonly targetSet: EndpointMap;
  /** Empty with affinity: then the chains name the endpoints. */
  readonly targets: readonly (readonly [element: string, value: string])[];
  readonly hairpin: readonly string[];
  readonly chains: readonly (readonly [name: string, rules: readonly string[]])[];
  readonly clientSets: readonly (readonly [name: string, seconds: number])[];
  /** For UDP, the endpoints as `address:port`. */
  readonly udp: readonly string[] | undefined;
}

export function frontendPieces(frontend: Frontend, clusterCidr: string): FrontendPieces {
  const { map, protocol, endpoints } = frontend;
  const common = {
    map,
    key: frontendKey(frontend),
    targetSet: `${map}_${lower(protocol)}`,
    hairpin: endpoints.filter(({ local }) => local).map(({ ip }) => `${ip} . ${ip}`),
    udp: protocol === "UDP" ? endpoints.map(({ ip, port }) => `${ip}:${port}`) : undefined,
  } as const;
  if (frontend.affinity) {
    const { chain, chains, clientSets } = affinityPieces(frontend, clusterCidr);
    return { ...common, verdict: `goto ${chain}`, targets: [], chains, clientSets };
  }
  const [chain, rules] = countChain(frontend, clusterCidr);
  const targets = endpoints.map(({ ip, port }, index): [string, string] => [
    `${frontend.place} . ${index}`,
    `${ip} . ${port}`,
  ]);
  return { ...common, verdict: `goto ${chain}`, targets, chains: [[chain, rules]], clientSets: [] };
}

/**
 * One chain serves all frontends with as many endpoints: the packet's own fields and a random index are the key.
 * The maps are one for each protocol because nft 1.0.6 takes no rule with a map of any protocol's ports once the table stands.
 */
function countChain({ map, masquerade, protocol, endpoints }: Frontend, clusterCidr: string): [string, string[]] {
  const name = lower(protocol);
  const byAddress = map === "services" || map === "local_services";
  const key = `${byAddress ? "ip daddr . " : ""}${name} dport . numgen random mod ${endpoints.length}`;
  const dnat = `ip protocol ${name} dnat ip to ${key} map @${map}_${name}`;
  return [`${map}_${masquerade}_${name}_${endpoints.length}`, [...markRules(masquerade, clusterCidr), dnat]];
}
