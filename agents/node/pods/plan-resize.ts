// Whether a running container has the limits that its spec gives it, and what to do when it hasn't.
// Kubernetes: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodResizeAction
import type { ContainerLimits } from "../docker/update-container.ts";
import { containerLimits } from "./container/resources.ts";
import type { ObservedContainer } from "./observed.ts";
import type { PodContainer } from "./pod-parts.ts";

export type Resize =
  | { readonly type: "none" }
  /** While it runs. */
  | { readonly type: "update"; readonly limits: ContainerLimits }
  /** It wants to be started again for that. */
  | { readonly type: "restart" };

/** The limits of ephemeral containers and of init containers never change. */
export function resizeOf({ role, spec }: PodContainer, { bounds }: ObservedContainer): Resize {
  if ((role !== "app" && role !== "sidecar") || bounds === undefined) return { type: "none" };
  const wanted = containerLimits(spec.resources);
  const cpu = (wanted.CpuShares ?? 0) !== bounds.cpuShares || (wanted.CpuQuota ?? 0) !== bounds.cpuQuotaUs;
  const memory = (wanted.Memory ?? 0) !== bounds.memoryBytes;
  if (!cpu && !memory) return { type: "none" };
  const restarts = (resource: string) =>
    spec.resizePolicy?.some((one) => one.resourceName === resource && one.restartPolicy === "RestartContainer") ??
    false;
  if ((cpu && restarts("cpu")) || (memory && restarts("memory"))) return { type: "restart" };
  // Docker takes what is left out for unchanged.
  const unbound = {
    ...(cpu && wanted.CpuQuota === undefined ? { CpuQuota: -1 } : {}),
    ...(memory && wanted.Memory === undefined ? { Memory: -1, MemorySwap: -1 } : {}),
  };
  return { type: "update", limits: { ...wanted, ...unbound } };
}
