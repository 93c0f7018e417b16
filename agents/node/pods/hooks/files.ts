// The pod's folder on this host goes when its last container has gone.

import type { PodFiles } from "../pod-files.ts";
import type { PodHook } from "./pod-hook.ts";

export function filesHook(files: PodFiles): PodHook {
  return { name: "files", removed: (podUid) => files.remove(podUid) };
}
