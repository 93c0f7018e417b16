// Puts together what volumes take.
import { join } from "node:path";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Random } from "../../../src/platform/random.ts";
import type { Timers } from "../../../src/platform/timers.ts";
import type { ApiClient } from "../api/client.ts";
import type { Docker } from "../docker/client.ts";
import type { Amounts } from "../env/container-resource.ts";
import { createCommands } from "../network/command.ts";
import type { PodFiles } from "../pods/pod-files.ts";
import { dockerSees } from "./docker-sees.ts";
import { MemoryFolder } from "./memory-folder.ts";
import { type MountRights, tryMounting } from "./mount-rights.ts";
import { Mounts } from "./mounts.ts";
import { ObjectSource } from "./object-source.ts";
import { PodVolumes } from "./pod-volumes.ts";
import { ServiceAccountTokens } from "./service-account-tokens.ts";

export interface CreateVolumesOptions {
  readonly client: ApiClient;
  readonly docker: Docker;
  readonly files: PodFiles;
  readonly dataDir: string;
  /** Any image that is here, to ask Docker with. */
  readonly image: string;
  /** Of what is made to ask with. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the node has for pods. */
  readonly allocatable: () => Amounts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
}

export interface CreatedVolumes {
  readonly volumes: PodVolumes;
  /** Variables are made of the same objects. */
  readonly source: ObjectSource;
  /** The agent ends; volumes stay as they are. */
  stop(): void;
}

export function createVolumes(options: CreateVolumesOptions): CreatedVolumes {
  const { docker, dataDir, image, labels, timers, random, log } = options;
  const mounts = new Mounts(createCommands(), timers);
  const sees = (path: string) =>
    dockerSees({ docker, image, labels, name: `skerry-mount-trial-${random.uuid()}` }, path);
  let found: Promise<MountRights> | undefined;
  const mountRights = () => {
    found ??= tryMounting(mounts, dataDir, sees).catch((error: unknown) => {
      // Docker could not be asked: nothing has been found out.
      found = undefined;
      throw error;
    });
    return found;
  };
  const source = new ObjectSource(options);
  const tokens = new ServiceAccountTokens(options);
  const memory = new MemoryFolder({ path: join(dataDir, "memory"), mounts, rights: mountRights, log });
  return {
    volumes: new PodVolumes({ ...options, mounts, mountRights, memory, source, tokens }),
    source,
    stop() {
      source.stop();
      tokens.stop();
    },
  };
}
