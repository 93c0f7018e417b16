// What the whole host has used, by the kernel's own books.
import { readFile } from "node:fs/promises";
import type { Clock } from "../../../src/platform/clock.ts";
import type { NodeUsage } from "./summary.ts";

/** The kernel counts in hundredths of a second. */
const nanosecondsPerTick = 10_000_000;

export async function hostUsage(clock: Clock): Promise<NodeUsage> {
  const [stat, memory] = await Promise.all([readFile("/proc/stat", "utf8"), readFile("/proc/meminfo", "utf8")]);
  return { time: new Date(clock.now()).toISOString(), ...readStat(stat), ...readMemory(memory) };
}

/** The line of all processors: user, nice, system, idle, waiting for disks, interrupts. */
export function readStat(text: string): { cpuNanoseconds: number } {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = (/^cpu +(.*)$/m.exec(text)?.[1] ?? "")
    .split(" ")
    .map(Number);
  return { cpuNanoseconds: (user + nice + system + irq + softIrq) * nanosecondsPerTick };
}

export function readMemory(text: string): Pick<NodeUsage, "memoryBytes" | "workingSetBytes" | "availableBytes"> {
  const bytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) * 1024;
  const total = bytes("MemTotal");
  const availableBytes = bytes("MemAvailable");
  return { memoryBytes: total - bytes("MemFree"), workingSetBytes: total - availableBytes, availableBytes };
}
