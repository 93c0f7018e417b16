// The proxy's nft table as text: what every program shares, and whole programs.
import { addElementsText } from "../network/nft-elements.ts";
import { frontendMaps, protocols } from "./maps.ts";
import { masqueradeBit } from "./masquerade.ts";
import { type Program, setNames } from "./program.ts";

export interface ProxyTableSettings {
  readonly table: string;
  readonly clusterCidr: string;
  /** Where services' addresses come from; with it, packets to addresses of no service don't leave the host. */
  readonly serviceCidr?: string;
  /** At which of the host's addresses NodePorts answer; every one if not given. */
  readonly nodePortAddresses?: readonly string[];
}

/** One transaction that replaces whatever the table holds. */
export function programText(settings: ProxyTableSettings, program: Program): string {
  const { table } = settings;
  const chains = Array.from(program.chains, ([name, rules]) => chainBlock(name, rules));
  const clientSets = Array.from(program.clientSets, ([name, seconds]) => `  ${clientSetDeclaration(name, seconds)}\n`);
  const elements = setNames.map((name) => addElementsText(table, name, program.sets[name]));
  return `add table ip ${table}
delete table ip ${table}
table ip ${table} {
${declarations}${clientSets.join("")}${fixedChains(settings)}${chains.join("")}}
${elements.join("")}`;
}

/** The kernel drops clients by itself after their time; what it holds at most is bounded. */
export function clientSetDeclaration(name: string, seconds: number): string {
  return `set ${name} { ${clientSetSpec(seconds)} }`;
}

export function clientSetSpec(seconds: number): string {
  return `type ipv4_addr; flags dynamic,timeout; timeout ${seconds}s; size 65535;`;
}

const byAddress = "ipv4_addr . inet_proto . inet_service";
const byPort = "inet_proto . inet_service";
// `typeof`, because no named type fits a random number.
const endpointDeclarations = frontendMaps.flatMap((map) =>
  protocols.map((protocol) => {
    const place = map.endsWith("services") ? `ip daddr . ${protocol} dport` : `${protocol} dport`;
    return `  map ${map}_${protocol} { typeof ${place} . numgen random mod 65535 : ip daddr . ${protocol} dport; }\n`;
  }),
);

const declarations = `${endpointDeclarations.join("")}  map services { type ${byAddress} : verdict; }
  map node_ports { type ${byPort} : verdict; }
  map local_services { type ${byAddress} : verdict; }
  map local_node_ports { type ${byPort} : verdict; }
  map unserved_services { type ${byAddress} : verdict; }
  map unserved_node_ports { type ${byPort} : verdict; }
  map firewalled { type ${byAddress} : verdict; }
  set cluster_addresses { type ipv4_addr; }
  set hairpin { type ipv4_addr . ipv4_addr; }
`;

/**
 * Clients outside of the cluster look first where only this node's endpoints are. What found no endpoint meets the filter chains:
 * there it still has the service's address. Refusing tells the client at once; an address of no service is dropped silently,
 * because its service may be on its way here.
 */
function fixedChains({ clusterCidr, serviceCidr, nodePortAddresses }: ProxyTableSettings): string {
  const atNodePort = nodePortAddresses ? `ip daddr { ${nodePortAddresses.join(", ")} }` : "fib daddr type local";
  const unknown = serviceCidr ? [`ip daddr ${serviceCidr} fib daddr type != local drop`] : [];
  const service = "ip daddr . ip protocol . th dport";
  const port = "ip protocol . th dport";
  const forwardAndOutput = ["ct state new jump unserved", "ip daddr @cluster_addresses goto refuse", ...unknown];
  return [
    chainBlock("refuse", ["reject"]),
    chainBlock("inside", [`${service} vmap @services`, `${atNodePort} ${port} vmap @node_ports`]),
    chainBlock("outside", [`${service} vmap @local_services`, `${atNodePort} ${port} vmap @local_node_ports`]),
    chainBlock("unserved", [`${service} vmap @unserved_services`, `${atNodePort} ${port} vmap @unserved_node_ports`]),
    chainBlock("prerouting", [
      "type nat hook prerouting priority dstnat; policy accept;",
      `ip saddr != ${clusterCidr} jump outside`,
      "jump inside",
    ]),
    chainBlock("output", ["type nat hook output priority -100; policy accept;", "jump inside"]),
    chainBlock("postrouting", [
      "type nat hook postrouting priority srcnat; policy accept;",
      `ct mark and ${masqueradeBit} == ${masqueradeBit} masquerade fully-random`,
      "ct status dnat ip saddr . ip daddr @hairpin masquerade fully-random",
    ]),
    chainBlock("firewall", [
      "type filter hook prerouting priority -110; policy accept;",
      `ct state new ${service} vmap @firewalled`,
    ]),
    chainBlock("filter_input", [
      "type filter hook input priority filter; policy accept;",
      "ct state new jump unserved",
    ]),
    chainBlock("filter_forward", ["type filter hook forward priority filter; policy accept;", ...forwardAndOutput]),
    chainBlock("filter_output", ["type filter hook output priority filter; policy accept;", ...forwardAndOutput]),
  ].join("");
}

function chainBlock(name: string, rules: readonly string[]): string {
  return `  chain ${name} {\n${rules.map((rule) => `    ${rule}\n`).join("")}  }\n`;
}
