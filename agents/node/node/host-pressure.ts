// How much the host has left of what pods need.
import { readFile, statfs } from "node:fs/promises";
import {
  DISK_AVAILABLE_LEAST_SHARE,
  INODES_AVAILABLE_LEAST_SHARE,
  MEMORY_AVAILABLE_LEAST_BYTES,
  PIDS_AVAILABLE_LEAST_SHARE,
} from "./limits.ts";

export interface HostPressure {
  readonly memory: boolean;
  readonly disk: boolean;
  readonly pids: boolean;
}

export interface FolderSpace {
  readonly blocks: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

/** `folders`: where pods' data are: Docker's and the agent's. What can't be read is not taken for a shortage. */
export async function readHostPressure(folders: readonly string[]): Promise<HostPressure> {
  const [memory, load, pidMax] = await Promise.all(
    ["/proc/meminfo", "/proc/loadavg", "/proc/sys/kernel/pid_max"].map((path) =>
      readFile(path, "utf8").catch(() => ""),
    ),
  );
  const spaces = await Promise.all(folders.map((folder) => statfs(folder).catch(() => undefined)));
  return {
    memory: isMemoryShort(memory ?? ""),
    disk: spaces.some((space) => space !== undefined && isDiskShort(space)),
    pids: arePidsShort(load ?? "", pidMax ?? ""),
  };
}

export function isMemoryShort(meminfo: string): boolean {
  const kibibytes = /^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1];
  return kibibytes !== undefined && Number(kibibytes) * 1024 < MEMORY_AVAILABLE_LEAST_BYTES;
}

export function isDiskShort({ blocks, bavail, files, ffree }: FolderSpace): boolean {
  const space = blocks > 0 && bavail / blocks < DISK_AVAILABLE_LEAST_SHARE;
  // Some file systems count no inodes.
  return space || (files > 0 && ffree / files < INODES_AVAILABLE_LEAST_SHARE);
}

/** `load`: "0.1 0.2 0.3 2/345 6789": the fourth is running and existing tasks. */
export function arePidsShort(load: string, pidMax: string): boolean {
  const tasks = Number(/\d+\/(\d+)/.exec(load)?.[1] ?? Number.NaN);
  const limit = Number(pidMax.trim());
  return limit > 0 && (limit - tasks) / limit < PIDS_AVAILABLE_LEAST_SHARE;
}
