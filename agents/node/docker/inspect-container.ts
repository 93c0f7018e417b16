// Everything Docker knows of one container.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";

export interface ContainerState {
  readonly Status: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  readonly Running: boolean;
  readonly OOMKilled: boolean;
  /** 0 when not running. */
  readonly Pid: number;
  readonly ExitCode: number;
  /** Why the process could not be started; "" otherwise. */
  readonly Error: string;
  /** RFC 3339 with nanoseconds; year 1 when it never was. */
  readonly StartedAt: string;
  readonly FinishedAt: string;
}

export interface ContainerDetails {
  readonly Id: string;
  /** With a leading slash. */
  readonly Name: string;
  readonly Created: string;
  readonly State: ContainerState;
  /** The image's id ("sha256:..."). */
  readonly Image: string;
  readonly LogPath: string;
  readonly Config: {
    readonly Image: string;
    readonly Hostname: string;
    readonly User: string;
    readonly Env: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>> | null;
    readonly Tty: boolean;
    readonly OpenStdin: boolean;
    readonly StdinOnce: boolean;
  };
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly CgroupParent: string;
    readonly Memory: number;
    readonly CpuShares: number;
    readonly CpuQuota: number;
  };
}

/** Undefined when there is no such container. */
export async function inspectContainer(docker: Docker, id: string): Promise<ContainerDetails | undefined> {
  try {
    // Never with size=1: it walks the whole writable layer.
    return await docker.call<ContainerDetails>({ method: "GET", path: `/containers/${encodeURIComponent(id)}/json` });
  } catch (error) {
    if (failureType(error) === "not-found") return undefined;
    throw error;
  }
}
