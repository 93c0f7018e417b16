// A folder that lives as long as the pod: on the disk, or in memory with a size of its own.
// Kubernetes: pkg/volume/emptydir/empty_dir.go
import { chmod, chown, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareQuantities, parseQuantity, quantityOf, quantityValue } from "../../../src/apimachinery/quantity.ts";
import type { Pod, Volume } from "../../../src/kinds/facts/types.gen.ts";
import type { Amounts } from "../env/container-resource.ts";
import { podLimits } from "../pods/container/resources.ts";
import { identityOf, specOf } from "../pods/pod-parts.ts";
import { mountsWithin } from "./mount-table.ts";
import { type VolumeParts, VolumeProblem, type VolumeType } from "./volume-type.ts";

export function emptyDirVolume(parts: VolumeParts): VolumeType {
  function pathOf(pod: Pod, volume: Volume): string {
    return join(parts.files.volumes(identityOf(pod).uid), "kubernetes.io~empty-dir", volume.name);
  }

  async function setUpInMemory(pod: Pod, volume: Volume): Promise<void> {
    const path = pathOf(pod, volume);
    const { mounts } = parts;
    // What outlived the agent is still the same.
    if (mountsWithin(await mounts.table(), path).includes(path)) return;
    const rights = await parts.mountRights();
    if (rights.type === "unusable") throw new VolumeProblem(`emptyDir in memory can't be had: ${rights.reason}`);
    await mkdir(path, { recursive: true });
    const gid = specOf(pod).securityContext?.fsGroup;
    const size = memorySize(pod, volume, parts.allocatable());
    await mounts.tmpfs(path, {
      mode: gid === undefined ? 0o777 : 0o2777,
      ...(gid === undefined ? {} : { gid }),
      ...(size === undefined ? {} : { size: String(size) }),
    });
  }

  return {
    field: "emptyDir",
    isContent: false,
    pathOf,
    async setUp(pod, volume) {
      const medium = volume.emptyDir?.medium ?? "";
      if (medium === "Memory") return setUpInMemory(pod, volume);
      if (medium.startsWith("HugePages")) {
        throw new VolumeProblem(`emptyDir of medium ${medium} is not supported by this node`);
      }
      if (medium !== "") throw new VolumeProblem(`unknown storage medium ${JSON.stringify(medium)}`);
      await makeFolder(pathOf(pod, volume), specOf(pod).securityContext?.fsGroup);
    },
  };
}

/** Under another name first: one that is there is complete. */
async function makeFolder(path: string, gid: number | undefined): Promise<void> {
  if ((await stat(path).catch(() => undefined)) !== undefined) return;
  const making = `${path}..new`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  if (gid !== undefined) await chown(making, 0, gid);
  await chmod(making, gid === undefined ? 0o777 : 0o2777);
  await rename(making, path);
}

/**
 * Bytes: the least of what the volume, the pod and the node allow. Undefined when nobody says.
 * Kubernetes: calculateEmptyDirMemorySize
 */
export function memorySize(pod: Pod, { emptyDir }: Volume, allocatable: Amounts): number | undefined {
  const podBytes = podLimits(pod).limits.memoryBytes;
  const said = [
    ...(allocatable["memory"] === undefined ? [] : [parseQuantity(allocatable["memory"])]),
    ...(podBytes === undefined ? [] : [quantityOf(podBytes)]),
    ...(emptyDir?.sizeLimit === undefined ? [] : [parseQuantity(emptyDir.sizeLimit)]),
  ].filter(({ nano }) => nano > 0n);
  const least = said.sort(compareQuantities)[0];
  return least === undefined ? undefined : quantityValue(least);
}
