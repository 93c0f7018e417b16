// The machine: what it is, and what else it does while something is measured.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, hostname, loadavg, platform, release, totalmem } from "node:os";

export interface MachineFacts {
  readonly name: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly load: readonly number[];
}

export function machineFacts(): MachineFacts {
  return {
    name: hostname(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: loadavg().map((one) => Math.round(one * 100) / 100),
  };
}

/** Ticks of all cores together, not idle; undefined where there is no /proc. */
export function busyTicks(stat: string): number | undefined {
  const line = /^cpu +(.*)$/m.exec(stat)?.[1];
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = line.split(" ").map(Number);
  return user + nice + system + interrupts + softInterrupts;
}

/** Ticks that a process has used, of /proc/PID/stat. The name in it may hold blanks. */
export function processTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const ticksPerSecond = 100;

export interface Usage {
  /** CPU seconds of the named processes. */
  readonly own: readonly number[];
  /** Of everything else on the machine, in cores: 1 is one core, busy all the time. */
  readonly othersCores: number;
}

/** Begins to measure; the answer ends it. The first of `pids` usually is the server. */
export function watchUsage(pids: readonly number[]): () => Usage {
  const startMs = performance.now();
  const ticksOf = () => pids.map((pid) => processTicks(read(`/proc/${pid}/stat`) || ") "));
  const before = { all: busyTicks(read("/proc/stat")), own: ticksOf() };
  return () => {
    const seconds = (performance.now() - startMs) / 1000;
    const all = (busyTicks(read("/proc/stat")) ?? 0) - (before.all ?? 0);
    const own = ticksOf().map((ticks, index) => (ticks - (before.own[index] ?? 0)) / ticksPerSecond || 0);
    const others = all / ticksPerSecond - own.reduce((sum, one) => sum + one, 0);
    return { own, othersCores: Math.max(0, others / seconds) };
  };
}

/** Resident memory of a process in MiB: with what it shares, and with its part of that. Undefined where not known. */
export function memoryOf(pid: number): { readonly rssMiB: number; readonly pssMiB: number } | undefined {
  const text = read(`/proc/${pid}/smaps_rollup`);
  const kib = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB`, "m").exec(text)?.[1] ?? Number.NaN);
  if (text === "") return undefined;
  return { rssMiB: kib("Rss") / 1024, pssMiB: kib("Pss") / 1024 };
}
