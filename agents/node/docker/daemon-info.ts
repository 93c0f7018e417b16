// What the daemon says of itself and its host.
import type { ServerVersion } from "./choose-version.ts";
import type { Docker } from "./client.ts";

export interface DaemonInfo {
  readonly ID: string;
  readonly Name: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly ServerVersion: string;
  readonly OperatingSystem: string;
  readonly KernelVersion: string;
  /** "x86_64", "aarch64". */
  readonly Architecture: string;
  readonly OSType: string;
  readonly CgroupDriver: "cgroupfs" | "systemd" | "none";
  /** "1" or "2". */
  readonly CgroupVersion?: string;
  readonly LoggingDriver: string;
  readonly LiveRestoreEnabled: boolean;
  readonly DockerRootDir: string;
  readonly Driver: string;
  readonly SecurityOptions: readonly string[] | null;
  readonly PidsLimit: boolean;
}

export function daemonInfo(docker: Docker): Promise<DaemonInfo> {
  return docker.call({ method: "GET", path: "/info" });
}

export function daemonVersion(docker: Docker): Promise<ServerVersion> {
  return docker.call({ method: "GET", path: "/version" });
}
