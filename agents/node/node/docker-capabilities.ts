// What the Docker daemon may do on this host: one without CAP_SYS_RESOURCE fails on what others take for granted.
import { readdir, readFile } from "node:fs/promises";

export interface DockerCapabilities {
  /** Negative OOM scores, higher limits, privileged containers. */
  readonly sysResource: boolean;
}

const CAP_SYS_RESOURCE = 24n;

/** Of the daemon's process if it can be seen, else of our own: they usually run with the same rights. */
export async function dockerCapabilities(): Promise<DockerCapabilities> {
  const status = await readFile(`/proc/${(await daemonPid()) ?? "self"}/status`, "utf8").catch(() => "");
  return { sysResource: hasCapability(status, CAP_SYS_RESOURCE) };
}

/** `status`: the text of /proc/PID/status. Unreadable counts as allowed: Docker will say otherwise. */
export function hasCapability(status: string, bit: bigint): boolean {
  const mask = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1];
  return mask === undefined || ((BigInt(`0x${mask}`) >> bit) & 1n) === 1n;
}

async function daemonPid(): Promise<string | undefined> {
  for (const pid of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (name.trim() === "dockerd") return pid;
  }
  return undefined;
}
