// The types of volumes that this node has.
import type { Volume } from "../../../src/kinds/facts/types.gen.ts";
import { configMapVolume } from "./config-map.ts";
import { downwardApiVolume } from "./downward-api.ts";
import { emptyDirVolume } from "./empty-dir.ts";
import { hostPathVolume } from "./host-path.ts";
import { projectedVolume } from "./projected.ts";
import { secretVolume } from "./secret.ts";
import { type VolumeParts, VolumeProblem, type VolumeType } from "./volume-type.ts";

export function volumeTypes(parts: VolumeParts): readonly VolumeType[] {
  return [
    emptyDirVolume(parts),
    hostPathVolume,
    configMapVolume(parts),
    secretVolume(parts),
    downwardApiVolume(parts),
    projectedVolume(parts),
  ];
}

/** Throws VolumeProblem for a type that this node doesn't have, by its name. */
export function typeOf(types: readonly VolumeType[], volume: Volume): VolumeType {
  const found = types.find(({ field }) => volume[field] !== undefined);
  if (found !== undefined) return found;
  const name = Object.keys(volume).find((field) => field !== "name");
  if (name === undefined) throw new VolumeProblem("the volume has no source");
  throw new VolumeProblem(`volumes of type ${name} are not supported by this node`);
}
