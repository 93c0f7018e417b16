// Puts together what running pods takes.

import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { AgentEvents } from "../api/event-recorder.ts";
import type { PodStatusWriter } from "../api/pod-status-writer.ts";
import type { Docker } from "../docker/client.ts";
import { imagePuller } from "../images/image-puller.ts";
import type { PodNetwork } from "../network/pod-network.ts";
import type { CgroupSettings } from "./cgroup/pod-cgroup-name.ts";
import { podCgroups } from "./cgroup/pod-cgroups.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { Environment, Probes, PullSecrets, Volumes } from "./collaborators.ts";
import { DockerView } from "./docker-view.ts";
import { podHooks } from "./hooks.ts";
import { ImageRefs } from "./image-refs.ts";
import type { PodFiles } from "./pod-files.ts";
import { Pods } from "./pods.ts";
import { type NodePlace, type PodRuntime, podEvents } from "./runtime.ts";
import { startPool } from "./start-pool.ts";

export interface PodParts {
  readonly agentId: string;
  readonly dataDir: string;
  readonly docker: Docker;
  readonly files: PodFiles;
  readonly network: PodNetwork;
  readonly volumes: Volumes;
  readonly environment: Environment;
  readonly probes: Probes;
  readonly pullSecrets: PullSecrets;
  readonly statuses: PodStatusWriter;
  readonly events: AgentEvents;
  readonly place: NodePlace;
  readonly restorePause: () => Promise<unknown>;
  /** Docker answers again after having been away. */
  readonly dockerBack: () => void;
  readonly cgroups: CgroupSettings;
  readonly hostResolvConf: string;
  readonly cores: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export function createPods(parts: PodParts): Pods {
  const { agentId, dataDir, docker, files, network, volumes, probes, events, place, statuses } = parts;
  const { clock, timers, random, log } = parts;
  const cgroups = podCgroups(parts.cgroups, log);
  const { hostIP, clusterDns } = place;
  const runtime: PodRuntime = {
    agentId,
    docker,
    view: new DockerView({ docker, agentId, clock, timers, log }),
    images: imagePuller({ docker, clock, timers }),
    imageRefs: new ImageRefs(docker),
    files,
    cgroups,
    volumes,
    environment: parts.environment,
    probes,
    pullSecrets: parts.pullSecrets,
    hooks: podHooks({
      network,
      volumes,
      cgroups,
      probes,
      files,
      clusterDns,
      hostResolvConf: parts.hostResolvConf,
      hostIP,
    }),
    pool: startPool(parts.cores),
    events: podEvents(events),
    place,
    restorePause: parts.restorePause,
    clock,
    timers,
    random,
    log,
  };
  const { dockerBack } = parts;
  return new Pods({ runtime, statuses, checkpoints: new Checkpoints(dataDir, log), network, dockerBack });
}
