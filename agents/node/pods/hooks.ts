// What is done around a pod's containers, one concern a file, in this order; taken back in the opposite one.
import type { PodNetwork } from "../network/pod-network.ts";
import type { PodCgroups } from "./cgroup/pod-cgroups.ts";
import type { Probes, Volumes } from "./collaborators.ts";
import { cgroupHook } from "./hooks/cgroup.ts";
import { type EtcFilesOptions, etcFilesHook } from "./hooks/etc-files.ts";
import { filesHook } from "./hooks/files.ts";
import { networkHook } from "./hooks/network.ts";
import type { PodHook } from "./hooks/pod-hook.ts";
import { probesHook } from "./hooks/probes.ts";
import { volumesHook } from "./hooks/volumes.ts";

export interface HookParts extends EtcFilesOptions {
  readonly network: PodNetwork;
  readonly volumes: Volumes;
  readonly cgroups: PodCgroups;
  readonly probes: Probes;
}

export function podHooks(parts: HookParts): readonly PodHook[] {
  return [
    filesHook(parts.files),
    volumesHook(parts.volumes),
    cgroupHook(parts.cgroups),
    networkHook(parts.network, parts.hostIP),
    etcFilesHook(parts),
    probesHook(parts.probes),
  ];
}
