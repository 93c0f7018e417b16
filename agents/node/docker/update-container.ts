// Changes the limits of a container while it runs.
import type { Docker } from "./client.ts";
import type { HostConfig } from "./container-spec.ts";

export type ContainerLimits = Pick<
  HostConfig,
  "CpuShares" | "CpuPeriod" | "CpuQuota" | "CpusetCpus" | "Memory" | "MemoryReservation" | "MemorySwap" | "PidsLimit"
>;

export async function updateContainer(docker: Docker, id: string, limits: ContainerLimits): Promise<void> {
  await docker.perform({ method: "POST", path: `/containers/${encodeURIComponent(id)}/update`, body: limits });
}
