// What one type of volume can do.
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import type { Clock } from "../../../src/platform/clock.ts";
import type { Amounts } from "../env/container-resource.ts";
import type { PodFiles } from "../pods/pod-files.ts";
import type { MemoryFolder } from "./memory-folder.ts";
import type { MountRights } from "./mount-rights.ts";
import type { Mounts } from "./mounts.ts";
import type { ObjectSource } from "./object-source.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";

export interface VolumeType {
  /** The field of a volume that chooses it. */
  readonly field: keyof Volume;
  /** Made of objects and of the pod: it is set up again whenever one of them changes, and containers can only read it. */
  readonly isContent: boolean;
  /** Where it is on this host. */
  pathOf(pod: Pod, volume: Volume): string;
  /** Makes it ready for containers; again changes nothing that needn't be. Throws to have it told and tried again. */
  setUp(pod: Pod, volume: Volume): Promise<void>;
}

/** What the types are made with. */
export interface VolumeParts {
  readonly files: PodFiles;
  readonly memory: MemoryFolder;
  readonly mounts: Mounts;
  readonly mountRights: () => Promise<MountRights>;
  readonly source: ObjectSource;
  readonly tokens: ServiceAccountTokens;
  /** What the node has for pods. */
  readonly allocatable: () => Amounts;
  readonly clock: Clock;
}

/** A volume that can't be set up; the message is told to people. */
export class VolumeProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "VolumeProblem";
  }
}
