// Waits until the machine has nothing else to do, but not for ever.
import { setTimeout as sleep } from "node:timers/promises";
import { watchUsage } from "./machine.ts";

/** Others may use this much of a core. */
const quietCores = 0.15;
const lookMs = 300;

/** `own`: processes that don't count. */
export async function untilQuiet(own: readonly number[], patienceMs: number): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    const used = watchUsage([process.pid, ...own]);
    await sleep(lookMs);
    if (used().othersCores < quietCores) return;
  }
}
