// Cells that volumes and claims share.
// Kubernetes: pkg/apis/core/helper/helpers.go GetAccessModesAsString, GetPersistentVolumeClass
import type { ObjectMeta } from "../../apimachinery/json.ts";

const betaClassAnnotation = "volume.beta.kubernetes.io/storage-class";
const shortModes = [
  ["ReadWriteOnce", "RWO"],
  ["ReadOnlyMany", "ROX"],
  ["ReadWriteMany", "RWX"],
  ["ReadWriteOncePod", "RWOP"],
] as const;

export function accessModesText(modes: readonly string[] | undefined): string {
  return shortModes
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

export function storageClassOf(object: {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly storageClassName?: string };
}): string {
  return object.metadata?.annotations?.[betaClassAnnotation] ?? object.spec?.storageClassName ?? "";
}
