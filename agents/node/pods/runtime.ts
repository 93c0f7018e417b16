// Everything that running a pod here takes: what the agent hands to its pods, once.
import type { ObjectReference, Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { AgentEvents } from "../api/event-recorder.ts";
import type { Docker } from "../docker/client.ts";
import type { ImagePuller } from "../images/image-puller.ts";
import type { PodCgroups } from "./cgroup/pod-cgroups.ts";
import type { Environment, Probes, PullSecrets, Volumes } from "./collaborators.ts";
import type { ClusterDns } from "./container/resolv-conf.ts";
import type { DockerView } from "./docker-view.ts";
import type { PodHook } from "./hooks/pod-hook.ts";
import type { ImageRefs } from "./image-refs.ts";
import type { PodFiles } from "./pod-files.ts";
import { identityOf } from "./pod-parts.ts";
import type { StartPool } from "./start-pool.ts";

/** What is known of the node, once, at the start of the agent. */
export interface NodePlace {
  readonly nodeName: string;
  readonly hostIP: string;
  readonly clusterDns: ClusterDns;
  readonly memoryCapacityBytes: number;
  /** False without CAP_SYS_RESOURCE. */
  readonly oomMayBeNegative: boolean;
  readonly pauseImage: string;
  /** 0: no bound. */
  readonly pidsMax: number;
  readonly seccompDir: string;
}

export interface PodEvents {
  /** About a pod, or one of its containers. Never throws. */
  record(pod: Pod, type: "Normal" | "Warning", reason: string, message: string, container?: string): void;
}

export function podEvents(events: AgentEvents): PodEvents {
  return {
    record: (pod, type, reason, message, container) =>
      events.record(referenceTo(pod, container), type, reason, message),
  };
}

export interface PodRuntime {
  readonly agentId: string;
  readonly docker: Docker;
  readonly view: DockerView;
  readonly images: ImagePuller;
  readonly imageRefs: ImageRefs;
  readonly files: PodFiles;
  readonly cgroups: PodCgroups;
  readonly volumes: Volumes;
  readonly environment: Environment;
  readonly probes: Probes;
  readonly pullSecrets: PullSecrets;
  readonly hooks: readonly PodHook[];
  readonly pool: StartPool;
  readonly events: PodEvents;
  readonly place: NodePlace;
  /** Makes the image of sandboxes again: somebody has cleaned it away. */
  readonly restorePause: () => Promise<unknown>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

/** How an event names the pod, or one of its containers. Kubernetes: pkg/kubelet/container/ref.go */
export function referenceTo(pod: Pod, container?: string): ObjectReference {
  const { uid, namespace, name } = identityOf(pod);
  const path = container === undefined ? undefined : fieldPath(pod, container);
  const resourceVersion = pod.metadata?.resourceVersion;
  return {
    kind: "Pod",
    apiVersion: "v1",
    namespace,
    name,
    uid,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(path === undefined ? {} : { fieldPath: path }),
  };
}

function fieldPath(pod: Pod, container: string): string | undefined {
  for (const list of ["initContainers", "containers", "ephemeralContainers"] as const) {
    if (pod.spec?.[list]?.some(({ name }) => name === container)) return `spec.${list}{${container}}`;
  }
  return undefined;
}
