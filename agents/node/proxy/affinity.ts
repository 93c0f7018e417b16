// Clients that stay with their endpoint: a set of clients and a chain for each endpoint, and one chain that looks there first.
import { createHash } from "node:crypto";
import type { Endpoint } from "./endpoint-choice.ts";
import { markRules } from "./masquerade.ts";
import type { Frontend } from "./service-plan.ts";

export interface AffinityPieces {
  /** Where the frontend's packets go. */
  readonly chain: string;
  readonly chains: readonly (readonly [name: string, rules: readonly string[]])[];
  /** Sets of clients, with the time after which a silent one is forgotten. */
  readonly clientSets: readonly (readonly [name: string, seconds: number])[];
}

/** The sets belong to the service's port: a client that comes by NodePort and by ClusterIP stays with one endpoint. */
export function affinityPieces(frontend: Frontend, clusterCidr: string): AffinityPieces {
  const { affinity, endpoints, map, masquerade, protocol } = frontend;
  if (!affinity) throw new Error("a frontend without affinity");
  const ids = endpoints.map((endpoint) => endpointId(affinity.port, affinity.seconds, endpoint));
  const list = ids.join(",");
  const chain = `sticky_${map}_${masquerade}_${hash(affinity.port, list)}`;
  const choices = ids.map((id, index) => `${index} : goto to_${id}`).join(", ");
  return {
    chain,
    chains: [
      [
        chain,
        [
          ...markRules(masquerade, clusterCidr),
          ...ids.map((id) => `ip saddr @clients_${id} goto to_${id}`),
          `numgen random mod ${ids.length} vmap { ${choices} }`,
        ],
      ],
      ...endpoints.map((endpoint, index): [string, string[]] => [
        `to_${ids[index]}`,
        [
          `update @clients_${ids[index]} { ip saddr }`,
          `meta l4proto ${protocol.toLowerCase()} dnat to ${endpoint.ip}:${endpoint.port}`,
        ],
      ]),
    ],
    clientSets: ids.map((id): [string, number] => [`clients_${id}`, affinity.seconds]),
  };
}

/** The duration is part of the name: the kernel can't change a set's. */
function endpointId(port: string, seconds: number, endpoint: Endpoint): string {
  return hash(port, String(seconds), endpoint.ip, String(endpoint.port));
}

function hash(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("|")).digest("hex").slice(0, 12);
}
