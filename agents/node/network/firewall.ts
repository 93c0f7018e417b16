// Keeps the holes for pod traffic in the host's iptables rules, in each backend that has any.
import { readFile } from "node:fs/promises";
import type { Log } from "../../../src/platform/log.ts";
import { type Commands, failureText, must } from "./command.ts";
import { type HoleSettings, missingHoles, ownRules } from "./firewall-holes.ts";

/** Inserts the rules that are missing. A host without iptables has no such firewall and needs none. */
export async function openFirewall(commands: Commands, settings: HoleSettings, log: Log): Promise<void> {
  for (const { program, listing } of await listings(commands, log)) {
    for (const { chain, args } of missingHoles(listing, settings)) {
      await must(commands, program, ["-w", "-I", chain, "1", ...args]);
      log.info("let pod traffic through the firewall", { program, chain, rule: args.join(" ") });
    }
  }
}

/** Takes out every rule whose comment `isOurs`. */
export async function closeFirewall(commands: Commands, isOurs: (comment: string) => boolean, log: Log): Promise<void> {
  for (const { program, listing } of await listings(commands, log)) {
    for (const { chain, args } of ownRules(listing, isOurs)) {
      await must(commands, program, ["-w", "-D", chain, ...args]);
    }
  }
}

async function listings(commands: Commands, log: Log): Promise<{ program: string; listing: string }[]> {
  const found: { program: string; listing: string }[] = [];
  for (const names of await backends()) {
    for (const program of names) {
      const outcome = await commands.run(program, ["-w", "-S"]);
      if (outcome.type === "missing") continue;
      if (outcome.type === "exited" && outcome.code === 0) found.push({ program, listing: outcome.stdout });
      else log.warn("can't read the firewall", { program, why: failureText(outcome) });
      break;
    }
  }
  return found;
}

/**
 * The names under which each variant may be installed; both variants can hold rules at once. Merely listing the legacy one
 * would create its tables, so it is asked only where it has some.
 */
async function backends(): Promise<string[][]> {
  const legacyTables = await readFile("/proc/net/ip_tables_names", "utf8").catch(() => "");
  const modern = ["iptables-nft", "iptables"];
  return legacyTables.includes("filter") ? [modern, ["iptables-legacy"]] : [modern];
}
