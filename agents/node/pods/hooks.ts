// What is done around a pod's containers, one concern a file, in this order; taken back in the opposite one.
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { PodNetwork } from "../network/pod-network.ts";
import type { PodCgroups } from "./cgroup/pod-cgroups.ts";
import type { Probes, Volumes } from "./collaborators.ts";
import { cgroupHook } from "./hooks/cgroup.ts";
import { type EtcFilesOptions, etcFilesHook } from "./hooks/etc-files.ts";
import { filesHook } from "./hooks/files.ts";
import { networkHook } from "./hooks/network.ts";
import { probesHook } from "./hooks/probes.ts";
import { volumesHook } from "./hooks/volumes.ts";
import type { ObservedContainer } from "./observed.ts";

export interface ReadySandbox {
  readonly id: string;
  readonly pid: number;
  /** "" until a hook has found it. */
  readonly podIP: string;
}

export interface PodHook {
  readonly name: string;
  /** Before the sandbox is started; throws to have the pod tried again later. */
  prepare?(pod: Pod): Promise<void>;
  /** The sandbox runs; again after the agent's own restart. What it answers is the pod's address. */
  sandboxReady?(pod: Pod, sandbox: ReadySandbox): Promise<string | undefined>;
  /** A container runs and its postStart hook is through; again after the agent's own restart. */
  containerStarted?(pod: Pod, running: ObservedContainer, podIP: string): void;
  /** A container has ended. */
  containerEnded?(containerId: string): void;
  terminating?(podUid: string): void;
  /** No container of the pod runs. Needs no more than the uid; fine when there is nothing to do. */
  terminated?(podUid: string): Promise<void>;
  /** No container of the pod is left. */
  removed?(podUid: string): Promise<void>;
}

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
