// What this host is: read from the kernel's files, and from Docker.
import { readFile, statfs } from "node:fs/promises";
import type { DaemonInfo } from "../docker/daemon-info.ts";

export interface HostFacts {
  readonly hostname: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** "amd64", "arm64". */
  readonly architecture: string;
  readonly operatingSystem: string;
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly machineId: string;
  readonly bootId: string;
  readonly systemUuid: string;
  readonly containerRuntimeVersion: string;
}

const goArchitectures: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** What isn't readable stays empty: a node in a container may not see all of it. */
export async function readHostFacts(info: DaemonInfo, hostname: string): Promise<HostFacts> {
  const disk = await statfs(info.DockerRootDir).catch(() => undefined);
  const bootId = await readLine("/proc/sys/kernel/random/boot_id");
  const machineId = (await readLine("/etc/machine-id")) || bootId.replaceAll("-", "");
  return {
    hostname,
    cores: info.NCPU,
    memoryBytes: info.MemTotal,
    diskBytes: disk === undefined ? 0 : disk.blocks * disk.bsize,
    architecture: goArchitectures[info.Architecture] ?? info.Architecture,
    operatingSystem: info.OSType,
    osImage: info.OperatingSystem,
    kernelVersion: info.KernelVersion,
    machineId,
    bootId,
    systemUuid: (await readLine("/sys/class/dmi/id/product_uuid")) || machineId,
    containerRuntimeVersion: `docker://${info.ServerVersion}`,
  };
}

async function readLine(path: string): Promise<string> {
  return (await readFile(path, "utf8").catch(() => "")).trim();
}
