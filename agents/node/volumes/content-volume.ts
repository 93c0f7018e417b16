// Volumes whose files are made of objects: written so that containers see all the old or all the new.
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import { hasPayload, writePayload } from "./atomic-writer.ts";
import { isTemporary } from "./object-source.ts";
import { giveToGroup, groupMode } from "./ownership.ts";
import type { Payload } from "./payload.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export interface ContentVolume {
  readonly field: keyof Volume;
  /** Of its folder among the pod's volumes, as the kubelet names it. */
  readonly folder: string;
  /** Where it is kept: what is secret never reaches a disk. */
  readonly medium: "disk" | "memory";
  /** Throws StatusError, ApiUnreachable, PayloadError. */
  payload(pod: Pod, volume: Volume): Promise<Payload>;
}

export function contentVolume(parts: VolumeParts, { field, folder, medium, payload }: ContentVolume): VolumeType {
  function pathOf(pod: Pod, volume: Volume): string {
    const { uid } = identityOf(pod);
    const root = medium === "memory" ? memoryVolumes(parts.memory.path, uid) : parts.files.volumes(uid);
    return join(root, folder, volume.name);
  }

  return {
    field,
    isContent: true,
    pathOf,
    async setUp(pod, volume) {
      const path = pathOf(pod, volume);
      const files = await payload(pod, volume).catch(async (error: unknown) => {
        // A container that is started again while nobody can be asked goes on with what there is.
        if (isTemporary(error) && (await hasPayload(path))) return undefined;
        throw error;
      });
      if (files === undefined) return;
      if (medium === "memory") await parts.memory.ensure();
      const gid = specOf(pod).securityContext?.fsGroup;
      await makeRoot(path, gid);
      const own = async (made: string) => {
        if (gid !== undefined) await giveToGroup(made, { gid, readOnly: true });
      };
      await writePayload(path, files, { nowMs: parts.clock.now(), own });
    },
  };
}

/** A pod's volumes that are kept in memory. */
export function memoryVolumes(memory: string, podUid: string): string {
  return join(memory, podUid);
}

async function makeRoot(path: string, gid: number | undefined): Promise<void> {
  const isNew = (await mkdir(path, { recursive: true })) !== undefined;
  if (!isNew) return;
  await chmod(path, gid === undefined ? 0o777 : groupMode(0o777, true, true));
  if (gid !== undefined) await giveToGroup(path, { gid, readOnly: true });
}
