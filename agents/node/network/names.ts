// What everything of ours in the kernel is called, so that two agents on one host never touch each other's.
import { createHash } from "node:crypto";
import { interfaceNameLengthMax } from "./limits.ts";

export interface AgentNames {
  /** Four hex digits of this cluster and node. */
  readonly suffix: string;
  readonly podTable: string;
  readonly proxyTable: string;
  /** What the name of each of our interfaces begins with. */
  readonly interfacePrefix: string;
  /** On our iptables rules, so that we find them again. */
  readonly ruleComment: string;
  /** On our addresses of `lo`. */
  readonly addressLabel: string;
}

const all = "skerry";

/** The names of one agent: the same after a restart, different for every cluster and node. */
export function agentNames(clusterId: string, nodeName: string): AgentNames {
  const suffix = digest(`${clusterId}/${nodeName}`).slice(0, 4);
  return {
    suffix,
    podTable: `${all}_pods_${suffix}`,
    proxyTable: `${all}_proxy_${suffix}`,
    interfacePrefix: `sk${suffix}`,
    ruleComment: `${all}-${suffix}`,
    addressLabel: `lo:sk${suffix}`,
  };
}

/** What tells our things from everybody else's, for every agent that ever ran here. */
export const anyAgent = {
  tablePattern: /^skerry_(pods|proxy)_[0-9a-f]{4}$/,
  aliasPattern: /^skerry:[0-9a-f]{4}:/,
  commentPattern: /^skerry-[0-9a-f]{4}$/,
  labelPattern: /^lo:sk[0-9a-f]{4}$/,
};

/** The host's end of a pod's veth pair. */
export function interfaceName(names: AgentNames, podUid: string): string {
  return `${names.interfacePrefix}${digest(podUid)}`.slice(0, interfaceNameLengthMax);
}

/** The interface's alias: the whole truth behind its shortened name. */
export function interfaceAlias(names: AgentNames, podUid: string): string {
  return `${all}:${names.suffix}:${podUid}`;
}

/** The pod behind an alias of this agent's, or undefined. */
export function podUidOfAlias(names: AgentNames, alias: string): string | undefined {
  const prefix = interfaceAlias(names, "");
  return alias.startsWith(prefix) ? alias.slice(prefix.length) : undefined;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
