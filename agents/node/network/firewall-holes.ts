// Which iptables rules let pod traffic through the host's firewall: a listing in, missing rules out.
// An accept in a table of ours doesn't help: a later base chain's drop (Docker's FORWARD policy) still counts.

export interface HoleSettings {
  readonly clusterCidr: string;
  /** Addresses on this host that pods must reach. */
  readonly nodeLocalAddresses: readonly string[];
  readonly comment: string;
}

/** A rule as `iptables` takes it after `-I CHAIN 1` or `-D CHAIN`. */
export interface FirewallRule {
  readonly chain: string;
  readonly args: readonly string[];
}

/**
 * The rules that one backend lacks, given its `iptables -S`. Docker's own chain for such rules (DOCKER-USER) is used where it exists:
 * Docker keeps it through restarts. Without it, FORWARD itself, if it drops by policy. INPUT only if that drops by policy.
 */
export function missingHoles(listing: string, settings: HoleSettings): FirewallRule[] {
  const { clusterCidr, comment } = settings;
  const mark = ["-m", "comment", "--comment", comment, "-j", "ACCEPT"];
  const wanted: FirewallRule[] = [];
  const rows = listing.split("\n").map((row) => row.trim());
  const forwardChain = rows.includes("-N DOCKER-USER") ? "DOCKER-USER" : drops(rows, "FORWARD") ? "FORWARD" : undefined;
  if (forwardChain) {
    wanted.push({ chain: forwardChain, args: ["-s", clusterCidr, ...mark] });
    wanted.push({ chain: forwardChain, args: ["-d", clusterCidr, ...mark] });
  }
  if (drops(rows, "INPUT")) {
    for (const address of settings.nodeLocalAddresses) {
      wanted.push({ chain: "INPUT", args: ["-s", clusterCidr, "-d", `${address}/32`, ...mark] });
    }
  }
  const present = new Set(ownRules(listing, (one) => one === comment).map(ruleText));
  return wanted.filter((rule) => !present.has(ruleText(rule)));
}

/** Our rules of a listing, for taking them out again. */
export function ownRules(listing: string, isOurs: (comment: string) => boolean): FirewallRule[] {
  return listing.split("\n").flatMap((row) => {
    const [verb, chain, ...args] = row.trim().replaceAll('"', "").split(/\s+/);
    const comment = args[args.indexOf("--comment") + 1];
    if (verb !== "-A" || !chain || !args.includes("--comment") || comment === undefined) return [];
    return isOurs(comment) ? [{ chain, args }] : [];
  });
}

function drops(rows: readonly string[], chain: string): boolean {
  return rows.includes(`-P ${chain} DROP`);
}

function ruleText(rule: FirewallRule): string {
  return [rule.chain, ...rule.args].join(" ");
}
