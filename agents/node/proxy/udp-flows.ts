// UDP has no connections to break: a client that keeps sending holds its path in the kernel's memory. Which of those paths are wrong now.
// Kubernetes: pkg/proxy/conntrack/cleanup.go
import type { Program } from "./program.ts";

/** Flows as the kernel groups them for us: all clients of one address and port that were sent to one place. */
export interface StaleFlows {
  readonly address: string;
  readonly port: number;
  /** Where they were sent: a former endpoint, or the service's own address when nobody translated it. */
  readonly sentTo: string;
}

/** Whether anything about UDP changed, so that looking is worth it. */
export function udpChanged(before: Program, after: Program): boolean {
  if (before.udp.size !== after.udp.size) return true;
  return [...after.udp].some(([key, endpoints]) => {
    const old = before.udp.get(key);
    return old?.size !== endpoints.size || [...endpoints].some((one) => !old.has(one));
  });
}

/** Reads `conntrack -L -p udp` and finds what doesn't lead to an endpoint of today. `before` tells services that are gone. */
export function staleFlows(listing: string, before: Program, after: Program): StaleFlows[] {
  const found = new Map<string, StaleFlows>();
  for (const line of listing.split("\n")) {
    const flow = parseFlow(line);
    if (!flow || !isStale(flow, before, after)) continue;
    const { address, port, sentTo } = flow;
    found.set(`${address} ${port} ${sentTo}`, { address, port, sentTo });
  }
  return [...found.values()];
}

/** The arguments of `conntrack` that forget them. */
export function forgetArguments({ address, port, sentTo }: StaleFlows): string[] {
  return ["-D", "-p", "udp", "--orig-dst", address, "--orig-port-dst", String(port), "--reply-src", sentTo];
}

interface Flow extends StaleFlows {
  readonly sentToPort: number;
}

function isStale(flow: Flow, before: Program, after: Program): boolean {
  const { address, port, sentTo, sentToPort } = flow;
  const target = `${sentTo}:${sentToPort}`;
  const translated = sentTo !== address;
  const byAddress = after.udp.get(`${address} . udp . ${port}`);
  if (byAddress) return !byAddress.has(target);
  if (before.udp.has(`${address} . udp . ${port}`)) return translated;
  // A NodePort is any address of the host, so flows that nobody translated may be somebody else's, from the host to far away.
  const byPort = after.udp.get(`udp . ${port}`);
  if (byPort) return translated && !byPort.has(target);
  return translated && (before.udp.get(`udp . ${port}`)?.has(target) ?? false);
}

/** `udp 17 25 src=A dst=B sport=1 dport=2 [UNREPLIED] src=C dst=D sport=3 dport=4 ...`: the first half as sent, the second as answered. */
function parseFlow(line: string): Flow | undefined {
  const values = (name: string) =>
    [...line.matchAll(new RegExp(`\\b${name}=(\\S+)`, "g"))].map((match) => match[1] ?? "");
  const [address] = values("dst");
  const [port] = values("dport");
  const sentTo = values("src")[1];
  const sentToPort = values("sport")[1];
  if (!line.startsWith("udp") || !address || !port || !sentTo || !sentToPort) return undefined;
  return { address, port: Number(port), sentTo, sentToPort: Number(sentToPort) };
}
