// The pod's own facts as files.
// Kubernetes: pkg/volume/downwardapi/downwardapi.go CollectData
import type { DownwardAPIVolumeFile, Pod } from "../../../src/kinds/facts/types.gen.ts";
import { type Amounts, containerResource } from "../env/container-resource.ts";
import { podField, type Told } from "../env/pod-field.ts";
import { contentVolume } from "./content-volume.ts";
import { FILE_MODE_DEFAULT } from "./limits.ts";
import { PayloadError, type PayloadFile } from "./payload.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export function downwardApiVolume(parts: VolumeParts): VolumeType {
  return contentVolume(parts, {
    field: "downwardAPI",
    folder: "kubernetes.io~downward-api",
    medium: "disk",
    async payload(pod, volume) {
      const { items = [], defaultMode = FILE_MODE_DEFAULT } = volume.downwardAPI ?? {};
      return downwardPayload({ pod, items, defaultMode, allocatable: parts.allocatable() });
    },
  });
}

export interface DownwardQuestion {
  readonly pod: Pod;
  readonly items: readonly DownwardAPIVolumeFile[];
  readonly defaultMode: number;
  readonly allocatable: Amounts;
}

/** Throws PayloadError, with everything that is wrong. */
export function downwardPayload(question: DownwardQuestion): Map<string, PayloadFile> {
  const { items, defaultMode } = question;
  const files = new Map<string, PayloadFile>();
  const problems: string[] = [];
  for (const item of items) {
    const told = tell(question, item);
    if (told.type === "wrong") problems.push(told.message);
    else files.set(item.path, { bytes: Buffer.from(told.value), mode: item.mode ?? defaultMode });
  }
  if (problems.length > 0) throw new PayloadError(problemsText(problems));
  return files;
}

function tell({ pod, allocatable }: DownwardQuestion, { fieldRef, resourceFieldRef }: DownwardAPIVolumeFile): Told {
  if (fieldRef !== undefined) return podField(pod, fieldRef.fieldPath);
  if (resourceFieldRef === undefined) return { type: "wrong", message: "neither fieldRef nor resourceFieldRef is set" };
  return containerResource({ selector: resourceFieldRef, pod, container: undefined, allocatable });
}

/** Several at once stand in brackets, each once. Kubernetes: apimachinery/pkg/util/errors NewAggregate */
export function problemsText(problems: readonly string[]): string {
  const each = [...new Set(problems)];
  return each.length === 1 ? (each[0] ?? "") : `[${each.join(", ")}]`;
}
