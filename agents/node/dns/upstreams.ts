// The host's own resolvers: where questions about the rest of the world go.
import { readFile, stat } from "node:fs/promises";
import type { Clock } from "../../../src/platform/clock.ts";
import { upstreamsCheckMs } from "./limits.ts";

/** The `nameserver` lines of a resolv.conf, without those in `own`: a resolver must not ask itself. */
export function parseNameservers(text: string, own: readonly string[]): string[] {
  const found = [...text.matchAll(/^[ \t]*nameserver[ \t]+(\S+)/gm)].map((match) => match[1] as string);
  return [...new Set(found)].filter((address) => !own.includes(address));
}

/** systemd-resolved's own stub: it may send cluster names back to us, so the resolvers behind it are asked instead. */
const resolvedStubs = ["127.0.0.53", "127.0.0.54"];
const hostFile = "/etc/resolv.conf";
const resolvedFile = "/run/systemd/resolve/resolv.conf";

export interface UpstreamFiles {
  readonly host: string;
  /** What systemd-resolved knows, stub or not. */
  readonly resolved: string;
}

export interface Upstreams {
  /** In the order in which they are to be asked. Empty on a host without a way out. */
  list(): Promise<readonly string[]>;
}

/** Follows the files; they change when a laptop changes its network. `own` are the addresses of this cluster's DNS. */
export function createUpstreams(
  own: readonly string[],
  clock: Clock,
  files: UpstreamFiles = { host: hostFile, resolved: resolvedFile },
): Upstreams {
  let known: readonly string[] = [];
  let knownAs = "";
  let checkedAtMs = Number.NEGATIVE_INFINITY;

  async function check(): Promise<void> {
    const stamp = `${await stampOf(files.host)} ${await stampOf(files.resolved)}`;
    if (stamp === knownAs) return;
    known = await readUpstreams(own, files);
    knownAs = stamp;
  }

  return {
    async list() {
      if (Math.abs(clock.now() - checkedAtMs) >= upstreamsCheckMs) {
        checkedAtMs = clock.now();
        await check();
      }
      return known;
    },
  };
}

/** Reads the list once. Also what a pod with `dnsPolicy: Default` should be given. */
export async function readUpstreams(
  own: readonly string[],
  files: UpstreamFiles = { host: hostFile, resolved: resolvedFile },
): Promise<string[]> {
  const listed = parseNameservers(await readFile(files.host, "utf8").catch(() => ""), own);
  if (!listed.some((address) => resolvedStubs.includes(address))) return listed;
  const behind = parseNameservers(await readFile(files.resolved, "utf8").catch(() => ""), [...own, ...resolvedStubs]);
  return behind.length > 0 ? behind : listed;
}

async function stampOf(path: string): Promise<string> {
  return stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs}:${size}:${ino}`,
    () => "none",
  );
}
