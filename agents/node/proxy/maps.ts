// The maps of the proxy's table: where frontends are looked up, and where their endpoints are.
import type { Protocol } from "../services/facts.ts";

export const frontendMaps = ["services", "node_ports", "local_services", "local_node_ports"] as const;
export const protocols = ["tcp", "udp", "sctp"] as const;

/** The endpoints of one map's frontends of one protocol: address . port . index -> address . port. */
export const endpointMaps = frontendMaps.flatMap((map) => protocols.map((protocol) => `${map}_${protocol}` as const));
export type EndpointMap = (typeof endpointMaps)[number];

/** A protocol as the kernel writes it. */
export function lower(protocol: Protocol): (typeof protocols)[number] {
  return protocol.toLowerCase() as (typeof protocols)[number];
}
