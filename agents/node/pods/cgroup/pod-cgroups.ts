// Bounds a pod as a whole, and takes its control group away again: Docker leaves it behind.
import { readdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { Log } from "../../../../src/platform/log.ts";
import { cpuQuota, cpuShares, podLimits } from "../container/resources.ts";
import { identityOf } from "../pod-parts.ts";
import { type QosClass, qosClassOf } from "../status/qos-class.ts";
import { type CgroupSettings, cgroupFiles, cgroupFolder, cgroupParent, type PodAmounts } from "./pod-cgroup-name.ts";

export interface PodCgroups {
  /** What Docker is told as the parent of the pod's containers. */
  parentOf(pod: Pod): string;
  /** The sandbox runs, so the group exists: sets the pod's bounds. A bound that can't be set is logged, not fatal. */
  apply(pod: Pod, options?: { readonly mayFail: true }): Promise<void>;
  /** Nothing of the pod is left in it. */
  remove(podUid: string): Promise<void>;
}

const classes: readonly QosClass[] = ["Guaranteed", "Burstable", "BestEffort"];

/** `mount`: "/sys/fs/cgroup". */
export function podCgroups(settings: CgroupSettings, log: Log, mount = "/sys/fs/cgroup"): PodCgroups {
  return {
    parentOf(pod) {
      return cgroupParent(settings, identityOf(pod).uid, qosClassOf(pod));
    },
    async apply(pod, options) {
      const folder = cgroupFolder(settings, identityOf(pod).uid, qosClassOf(pod));
      for (const { controller, file, value } of cgroupFiles(settings, amountsOf(pod))) {
        const path = join(mount, controller ?? "", folder, file);
        await writeFile(path, value).catch((error: unknown) => {
          if (options?.mayFail !== true) log.warn("pod bound not set", { path, value, error: String(error) });
        });
      }
    },
    async remove(podUid) {
      const hierarchies = settings.version === 2 ? [""] : await readdir(mount).catch(() => []);
      for (const hierarchy of hierarchies) {
        for (const qos of classes) {
          await rmdir(join(mount, hierarchy, cgroupFolder(settings, podUid, qos))).catch(() => undefined);
        }
      }
    },
  };
}

function amountsOf(pod: Pod): PodAmounts {
  const { requests, limits } = podLimits(pod);
  return {
    cpuShares: cpuShares(requests.cpuMillis || limits.cpuMillis || 0),
    cpuQuotaUs: limits.cpuMillis ? cpuQuota(limits.cpuMillis) : undefined,
    memoryBytes: limits.memoryBytes || undefined,
  };
}
