// Docker's named volumes: tmpfs-backed ones outlive a container's restart without a mount of ours.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";

export interface VolumeSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** For the `local` driver: `{ type: "tmpfs", device: "tmpfs", o: "size=64m" }`. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Idempotent: a volume of that name is left as it is. */
export async function createVolume(docker: Docker, { name, labels, options }: VolumeSpec): Promise<void> {
  const body = { Name: name, Driver: "local", Labels: labels, DriverOpts: options ?? {} };
  await docker.call({ method: "POST", path: "/volumes/create", body });
}

export async function removeVolume(docker: Docker, name: string): Promise<"removed" | "gone" | "in-use"> {
  try {
    await docker.perform({ method: "DELETE", path: `/volumes/${encodeURIComponent(name)}` });
    return "removed";
  } catch (error) {
    if (failureType(error) === "not-found") return "gone";
    if (failureType(error) === "conflict") return "in-use";
    throw error;
  }
}
