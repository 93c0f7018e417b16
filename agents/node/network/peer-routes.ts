// The way to other nodes' pods: what the kernel must know of each peer. Pure, and not carried out yet: several hosts come later.
import { cidrContains, formatIpv4, mustParseCidr, parseCidr, parseIpv4 } from "./ipv4.ts";

export interface Peer {
  readonly name: string;
  /** Its address on the network between the hosts. */
  readonly address: string;
  readonly podCidr: string;
}

export interface PeerSettings {
  readonly nodeName: string;
  /** This host's address and its network, like `192.0.2.10/24`. */
  readonly hostCidr: string;
  /** The interface of that network, and the overlay's. */
  readonly hostInterface: string;
  readonly overlayInterface: string;
}

/** Commands for `ip -batch` and `bridge -batch`, in the order in which they are needed: whom to send to, where it is, what goes there. */
export interface PeerPaths {
  readonly forwarding: readonly string[];
  readonly neighbours: readonly string[];
  readonly routes: readonly string[];
}

/** A peer on the same network gets a plain route; one behind a router is reached through VXLAN. Peers without addresses wait. */
export function peerPaths(peers: readonly Peer[], settings: PeerSettings): PeerPaths {
  const { hostInterface, overlayInterface } = settings;
  const network = mustParseCidr(settings.hostCidr);
  const forwarding: string[] = [];
  const neighbours: string[] = [];
  const routes: string[] = [];
  for (const peer of [...peers].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const address = parseIpv4(peer.address);
    const pods = parseCidr(peer.podCidr);
    if (peer.name === settings.nodeName || address === undefined || pods === undefined) continue;
    const range = `${formatIpv4(pods.base)}/${pods.prefix}`;
    if (cidrContains(network, address)) {
      routes.push(`route replace ${range} via ${peer.address} dev ${hostInterface}`);
      continue;
    }
    const mac = overlayMac(pods.base);
    forwarding.push(`fdb replace ${mac} dev ${overlayInterface} dst ${peer.address} self permanent`);
    neighbours.push(`neigh replace ${formatIpv4(pods.base)} lladdr ${mac} dev ${overlayInterface} nud permanent`);
    routes.push(`route replace ${range} via ${formatIpv4(pods.base)} dev ${overlayInterface} onlink`);
  }
  return { forwarding, neighbours, routes };
}

/** A node's hardware address in the overlay, made from its pods' range: so a Node object says all that a peer must know. */
export function overlayMac(podRangeBase: number): string {
  const bytes = [24, 16, 8, 0].map((shift) => ((podRangeBase >>> shift) & 255).toString(16).padStart(2, "0"));
  return ["0e", "0a", ...bytes].join(":");
}
