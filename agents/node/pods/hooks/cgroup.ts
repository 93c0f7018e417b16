// The pod as a whole is bounded by its own control group.
import type { PodCgroups } from "../cgroup/pod-cgroups.ts";
import type { PodHook } from "./pod-hook.ts";

export function cgroupHook(cgroups: PodCgroups): PodHook {
  return {
    name: "cgroup",
    async sandboxReady(pod) {
      await cgroups.apply(pod);
      return undefined;
    },
    removed: (podUid) => cgroups.remove(podUid),
  };
}
