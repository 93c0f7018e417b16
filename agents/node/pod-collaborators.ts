// What pods need beside Docker and the network: their volumes, variables and probes, put together.
import type { Clock } from "../../src/platform/clock.ts";
import type { Log } from "../../src/platform/log.ts";
import type { Random } from "../../src/platform/random.ts";
import type { Timers } from "../../src/platform/timers.ts";
import type { ApiClient } from "./api/client.ts";
import type { AgentEvents } from "./api/event-recorder.ts";
import type { Docker } from "./docker/client.ts";
import type { Amounts } from "./env/container-resource.ts";
import { ContainerEnvironment } from "./env/environment.ts";
import type { Environment, Probes, Volumes } from "./pods/collaborators.ts";
import { label } from "./pods/container/container-name.ts";
import type { PodFiles } from "./pods/pod-files.ts";
import { podEvents } from "./pods/runtime.ts";
import { PodProbes } from "./probes/pod-probes.ts";
import type { ServiceBook } from "./services/service-book.ts";
import { createVolumes } from "./volumes/create-volumes.ts";

export interface CollaboratorOptions {
  readonly agentId: string;
  readonly dataDir: string;
  readonly files: PodFiles;
  readonly client: ApiClient;
  readonly docker: Docker;
  readonly events: AgentEvents;
  readonly services: ServiceBook;
  readonly pauseImage: string;
  /** What the node has for pods. */
  readonly allocatable: Amounts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface Collaborators {
  readonly volumes: Volumes;
  readonly environment: Environment;
  readonly probes: Probes;
  /** The API server is back. */
  poke(): void;
  /** The agent ends; pods keep what they have. */
  stop(): void;
}

export function createCollaborators(options: CollaboratorOptions): Collaborators {
  const { agentId, pauseImage: image, services, timers } = options;
  const allocatable = () => options.allocatable;
  const labels = { [label.agent]: agentId };
  const { volumes, source, stop: stopVolumes } = createVolumes({ ...options, image, labels, allocatable });
  const probes = new PodProbes({ ...options, events: podEvents(options.events) });
  return {
    volumes,
    environment: new ContainerEnvironment({ source, services, allocatable, timers }),
    probes,
    poke: () => source.poke(),
    stop() {
      probes.stop();
      stopVolumes();
    },
  };
}
