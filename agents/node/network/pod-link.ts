// A pod's wire as text for `ip -batch`: a routed veth pair, no bridge, so that every packet passes the host's forward hook.

/** The gateway every pod sees: nobody has this address, a permanent neighbour entry answers for it. */
const gateway = "169.254.1.1";
/** The hardware address of every host end; it never leaves its own wire. */
const hostMac = "ee:ee:ee:ee:ee:ee";

export interface PodLink {
  /** The host's end. */
  readonly name: string;
  readonly alias: string;
  readonly ip: string;
  /** The sandbox's process: the pod's end appears in its network namespace as `eth0`. */
  readonly pid: number;
  readonly mtuBytes: number;
  /** The node's own address in the pod network: the source of what the host sends to pods. */
  readonly nodeAddress: string;
}

/** Run in the host's namespace: makes the pair and the route to the pod. */
export function hostBatch(link: PodLink): string {
  const { name, mtuBytes } = link;
  return lines([
    `link add ${name} mtu ${mtuBytes} address ${hostMac} type veth peer name eth0 mtu ${mtuBytes} address ${podMac(link.ip)} netns ${link.pid}`,
    `link set dev ${name} alias ${link.alias} up`,
    `neigh replace ${link.ip} lladdr ${podMac(link.ip)} dev ${name} nud permanent`,
    routeToPod(link),
  ]);
}

/** Run in the pod's namespace. The neighbour entry saves the first packet an ARP round trip nobody would answer. */
export function podBatch(link: PodLink): string {
  return lines([
    "link set lo up",
    `addr add ${link.ip}/32 dev eth0`,
    "link set eth0 up",
    `neigh replace ${gateway} lladdr ${hostMac} dev eth0 nud permanent`,
    `route add ${gateway} dev eth0 scope link`,
    `route add default via ${gateway} dev eth0`,
  ]);
}

/** The route to a pod, also run again in case somebody flushed it. */
export function routeToPod(link: Pick<PodLink, "name" | "ip" | "nodeAddress">): string {
  return `route replace ${link.ip}/32 dev ${link.name} scope link src ${link.nodeAddress}`;
}

/** Locally administered and made from the address, so that it is known without asking: 0a:58 and the four bytes. */
function podMac(ip: string): string {
  const bytes = ip.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return ["0a", "58", ...bytes].join(":");
}

function lines(commands: readonly string[]): string {
  return `${commands.join("\n")}\n`;
}
