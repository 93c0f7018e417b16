// The volumes of this node's pods: made ready, kept up to date while their pods run, taken away.
import { readdir, rm, stat } from "node:fs/promises";
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Mount } from "../docker/container-spec.ts";
import { createTurns, type Turns } from "../network/turns.ts";
import { type AnyContainer, type EnvironmentVariable, type Volumes, VolumesNotReady } from "../pods/collaborators.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import { typeOf, volumeTypes } from "./all.ts";
import { containerMounts, subPathsOf } from "./container-mounts.ts";
import { memoryVolumes } from "./content-volume.ts";
import { objectsOf } from "./pod-objects.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export interface PodVolumesOptions extends VolumeParts {
  readonly log: Log;
}

/** A pod whose volumes are in use. */
interface Used {
  pod: Pod;
  readonly turns: Turns;
  ending: boolean;
}

export class PodVolumes implements Volumes {
  readonly #options: PodVolumesOptions;
  readonly #types: readonly VolumeType[];
  /** By uid. */
  readonly #used = new Map<string, Used>();

  constructor(options: PodVolumesOptions) {
    this.#options = options;
    this.#types = volumeTypes(options);
    options.source.listen((holders) => {
      for (const uid of holders) this.#refresh(uid);
    });
    options.tokens.listen((uid) => this.#refresh(uid));
  }

  async prepare(pod: Pod): Promise<void> {
    const used = this.#use(pod);
    await used.turns.take(() => this.#setUpAll(pod));
  }

  async mountsFor(
    pod: Pod,
    container: AnyContainer,
    variables: readonly EnvironmentVariable[],
  ): Promise<readonly Mount[]> {
    const input = { parts: this.#options, types: this.#types, pod, container, variables };
    const used = this.#used.get(identityOf(pod).uid);
    return used === undefined ? containerMounts(input) : used.turns.take(() => containerMounts(input));
  }

  update(pod: Pod): void {
    const { uid } = identityOf(pod);
    const used = this.#used.get(uid);
    if (used !== undefined) {
      const isTold = factsOf(used.pod) === factsOf(pod);
      used.pod = pod;
      if (!isTold) this.#refresh(uid);
      return;
    }
    this.#adopt(pod).catch((error: unknown) => {
      this.#options.log.warn("volumes not taken up", { pod: uid, error: String(error) });
    });
  }

  async teardown(podUid: string): Promise<void> {
    const used = this.#used.get(podUid);
    if (used === undefined) return this.#remove(podUid);
    used.ending = true;
    await used.turns.take(() => this.#remove(podUid));
    this.#options.source.release(podUid);
    this.#options.tokens.forget(podUid);
    this.#used.delete(podUid);
  }

  async collect(podUids: ReadonlySet<string>): Promise<void> {
    const { files, memory, log } = this.#options;
    const forgotten = [...this.#used.keys()].filter((uid) => !podUids.has(uid));
    for (const uid of forgotten) await this.teardown(uid);
    const there = await Promise.all([files.folder("."), memory.path].map(namesIn));
    for (const uid of new Set(there.flat())) {
      if (podUids.has(uid) || this.#used.has(uid)) continue;
      log.info("what an unknown pod has left is removed", { pod: uid });
      await this.teardown(uid);
      await files.remove(uid);
    }
  }

  #use(pod: Pod): Used {
    const { uid } = identityOf(pod);
    const used = this.#used.get(uid) ?? { pod, turns: createTurns(), ending: false };
    used.pod = pod;
    this.#used.set(uid, used);
    this.#options.source.hold(uid, objectsOf(pod));
    return used;
  }

  /** Throws VolumesNotReady for the first volume, in the pod's order, that isn't. */
  async #setUpAll(pod: Pod): Promise<void> {
    const volumes = specOf(pod).volumes ?? [];
    const outcomes = await Promise.allSettled(volumes.map((volume) => this.#setUp(pod, volume)));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === "rejected") throw notReady(outcome.reason, volumes[index]?.name);
    }
  }

  async #setUp(pod: Pod, volume: Volume): Promise<void> {
    await typeOf(this.#types, volume).setUp(pod, volume);
  }

  /** What was made ready in an earlier life of the agent is kept up to date again. */
  async #adopt(pod: Pod): Promise<void> {
    const { uid } = identityOf(pod);
    const phase = pod.status?.phase;
    if (phase === "Succeeded" || phase === "Failed") return;
    const made = await Promise.all(this.#foldersOf(uid).map(exists));
    if (!made.includes(true) || this.#used.has(uid)) return;
    this.#use(pod);
    this.#refresh(uid);
  }

  /** Never throws: what can't be had now stays as it is. */
  #refresh(uid: string): void {
    const used = this.#used.get(uid);
    if (used === undefined || used.ending) return;
    void used.turns.take(async () => {
      if (used.ending) return;
      await Promise.all((specOf(used.pod).volumes ?? []).map((volume) => this.#refreshOne(used.pod, volume)));
    });
  }

  async #refreshOne(pod: Pod, volume: Volume): Promise<void> {
    try {
      const type = typeOf(this.#types, volume);
      // Only what was made ready once: a start that is yet to come sees to the others.
      if (type.isContent && (await exists(type.pathOf(pod, volume)))) await type.setUp(pod, volume);
    } catch (error) {
      const which = { pod: identityOf(pod).name, volume: volume.name };
      this.#options.log.info("a volume's content stays as it is", { ...which, error: String(error) });
    }
  }

  async #remove(uid: string): Promise<void> {
    const { mounts } = this.#options;
    for (const folder of this.#foldersOf(uid)) {
      // Nothing may be mounted any more when files are removed: they would be the host's own.
      await mounts.unmountWithin(folder);
      await rm(folder, { recursive: true, force: true });
    }
  }

  #foldersOf(uid: string): string[] {
    const { files, memory } = this.#options;
    return [subPathsOf(files.folder(uid)), files.volumes(uid), memoryVolumes(memory.path, uid)];
  }
}

/** What of a pod files may tell, and can change. */
function factsOf({ metadata = {} }: Pod): string {
  return JSON.stringify([metadata.labels ?? {}, metadata.annotations ?? {}]);
}

function notReady(reason: unknown, volume: string | undefined): VolumesNotReady {
  return new VolumesNotReady(reason instanceof Error ? reason.message : String(reason), volume);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
