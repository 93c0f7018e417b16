// Volumes are there before anything of the pod runs, and go when nothing does.
import type { Volumes } from "../collaborators.ts";
import type { PodHook } from "./pod-hook.ts";

export function volumesHook(volumes: Volumes): PodHook {
  return {
    name: "volumes",
    prepare: (pod) => volumes.prepare(pod),
    terminated: (podUid) => volumes.teardown(podUid),
  };
}
