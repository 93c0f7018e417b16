// Takes away everything the network ever put on this host.
import { rm } from "node:fs/promises";
import type { Log } from "../../../src/platform/log.ts";
import { type Commands, must } from "./command.ts";
import { closeFirewall } from "./firewall.ts";
import { type AgentNames, anyAgent, podUidOfAlias } from "./names.ts";

export interface RemoveNetworkOptions {
  readonly commands: Commands;
  readonly log: Log;
  /** One agent's things; without it, those of every agent that ever ran in this network namespace. */
  readonly names?: AgentNames;
  /** Where allocations are kept, if they shall go too. */
  readonly stateFolder?: string;
}

/** Interfaces, tables, addresses, firewall rules and state. Can run twice; what fails doesn't stop the rest, and is thrown at the end. */
export async function removeNetwork(options: RemoveNetworkOptions): Promise<void> {
  const { commands, log, names, stateFolder } = options;
  const steps = [
    () => removeLinks(commands, names),
    () => removeTables(commands, names),
    () => removeAddresses(commands, names),
    () => closeFirewall(commands, (comment) => ours(comment, names?.ruleComment, anyAgent.commentPattern), log),
    async () => (stateFolder === undefined ? undefined : rm(stateFolder, { recursive: true, force: true })),
  ];
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, "the network could not be removed completely");
}

async function removeLinks(commands: Commands, names: AgentNames | undefined): Promise<void> {
  const links = JSON.parse((await must(commands, "ip", ["-json", "link", "show"])) || "[]") as {
    ifname: string;
    ifalias?: string;
  }[];
  const mine = links.filter(({ ifalias = "" }) =>
    names ? podUidOfAlias(names, ifalias) !== undefined : anyAgent.aliasPattern.test(ifalias),
  );
  if (mine.length === 0) return;
  await commands.run("ip", ["-force", "-batch", "-"], mine.map(({ ifname }) => `link del ${ifname}\n`).join(""));
}

async function removeTables(commands: Commands, names: AgentNames | undefined): Promise<void> {
  const listing = await must(commands, "nft", ["list", "tables", "ip"]);
  const tables = [...listing.matchAll(/^table ip (\S+)$/gm)].map((match) => match[1] as string);
  const mine = tables.filter((table) =>
    names ? table === names.podTable || table === names.proxyTable : anyAgent.tablePattern.test(table),
  );
  if (mine.length > 0) await must(commands, "nft", ["-f", "-"], mine.map((one) => `delete table ip ${one}\n`).join(""));
}

async function removeAddresses(commands: Commands, names: AgentNames | undefined): Promise<void> {
  const [lo] = JSON.parse((await must(commands, "ip", ["-json", "-4", "addr", "show", "dev", "lo"])) || "[]") as {
    addr_info?: { local: string; prefixlen: number; label?: string }[];
  }[];
  const mine = (lo?.addr_info ?? []).filter(({ label = "" }) =>
    ours(label, names?.addressLabel, anyAgent.labelPattern),
  );
  if (mine.length === 0) return;
  const batch = mine.map(({ local, prefixlen }) => `addr del ${local}/${prefixlen} dev lo\n`).join("");
  await commands.run("ip", ["-force", "-batch", "-"], batch);
}

function ours(text: string, exact: string | undefined, pattern: RegExp): boolean {
  return exact === undefined ? pattern.test(text) : text === exact;
}
