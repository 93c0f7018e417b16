// Ends a process: politely, then not.
import type { Timers } from "../../platform/timers.ts";
import { pollMs } from "../limits.ts";
import { isAlive, type ProcessIdentity } from "./process-identity.ts";

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

async function endsWithin(identity: ProcessIdentity, withinMs: number, timers: Timers): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += pollMs) {
    if (!isAlive(identity)) return true;
    await timers.sleep(pollMs);
  }
  return !isAlive(identity);
}

/** Sends SIGTERM, and SIGKILL after `graceMs`. Resolves when the process is gone; answers whether it had to be killed. */
export async function stopProcess(
  identity: ProcessIdentity,
  graceMs: number,
  timers: Timers,
): Promise<"ended" | "killed"> {
  if (!isAlive(identity)) return "ended";
  signal(identity.pid, "SIGTERM");
  if (await endsWithin(identity, graceMs, timers)) return "ended";
  signal(identity.pid, "SIGKILL");
  await endsWithin(identity, graceMs, timers);
  return "killed";
}
