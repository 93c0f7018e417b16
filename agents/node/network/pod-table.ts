// The pods' nft table as text: masquerading, ports of the host, and guards around what must stay local.
import type { HostPortElements } from "./host-ports.ts";
import type { AgentNames } from "./names.ts";
import { addElementsText, deleteElementsText, elementChanges } from "./nft-elements.ts";

export interface PodTableSettings {
  readonly names: AgentNames;
  readonly clusterCidr: string;
  /** Addresses on `lo` at which the agent serves pods of the cluster: DNS, the way to the API server. */
  readonly nodeLocalAddresses: readonly string[];
}

/** One transaction that replaces whatever the table holds. Applying it is atomic, and leaves established connections alone. */
export function podTableText(settings: PodTableSettings, elements: HostPortElements): string {
  const { names, clusterCidr } = settings;
  const table = names.podTable;
  return `add table ip ${table}
delete table ip ${table}
table ip ${table} {
  map host_ports { type inet_proto . inet_service : ipv4_addr . inet_service; }
  map host_ports_at { type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service; }
  set hairpin { type ipv4_addr . ipv4_addr; }
  set node_local { type ipv4_addr; }
${guardChains(names, clusterCidr)}
  chain host_port {
    ip daddr @node_local return
    dnat ip to ip daddr . ip protocol . th dport map @host_ports_at
    fib daddr type local dnat ip to ip protocol . th dport map @host_ports
  }
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    jump host_port
  }
  chain output {
    type nat hook output priority -100; policy accept;
    jump host_port
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "${names.interfacePrefix}*" ip saddr 127.0.0.0/8 masquerade fully-random
    ct status dnat ip saddr . ip daddr @hairpin masquerade fully-random
    ip saddr ${clusterCidr} ip daddr != ${clusterCidr} ip daddr != 224.0.0.0/4 oifname != "lo" masquerade fully-random
  }
}
${addElementsText(
  table,
  "node_local",
  settings.nodeLocalAddresses.map((address) => [address, ""]),
)}${hostPortDifference(settings.names, { hostPorts: new Map(), hostPortsAt: new Map(), hairpin: new Map() }, elements)}`;
}

/** One transaction from one set of host ports to another; "" when they are the same. */
export function hostPortDifference(names: AgentNames, before: HostPortElements, after: HostPortElements): string {
  const sets = [
    ["host_ports", before.hostPorts, after.hostPorts],
    ["host_ports_at", before.hostPortsAt, after.hostPortsAt],
    ["hairpin", before.hairpin, after.hairpin],
  ] as const;
  return sets
    .map(([set, old, wanted]) => {
      const { removed, added } = elementChanges(old, wanted);
      return deleteElementsText(names.podTable, set, removed) + addElementsText(names.podTable, set, added);
    })
    .join("");
}

/**
 * Pods' interfaces accept loopback addresses (that is what makes `localhost:hostPort` work), so a pod could craft packets
 * to services of the host's loopback: dropped before anything else sees them (CVE-2020-8558). And `lo`'s addresses answer on every wire
 * (Linux answers ARP for all of them), so strangers are kept from those that are for pods; containers of plain Docker get DNS.
 */
function guardChains(names: AgentNames, clusterCidr: string): string {
  return `  chain guard {
    type filter hook prerouting priority raw; policy accept;
    iifname "${names.interfacePrefix}*" ip daddr 127.0.0.0/8 drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
    ip daddr @node_local jump node_local_only
  }
  chain node_local_only {
    ip saddr ${clusterCidr} return
    fib saddr type local return
    iifname "docker0" th dport 53 return
    iifname "br-*" th dport 53 return
    drop
  }`;
}
