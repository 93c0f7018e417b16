// A Secret as files, in memory.
// Kubernetes: pkg/volume/secret/secret.go
import { identityOf } from "../pods/pod-parts.ts";
import { contentVolume } from "./content-volume.ts";
import { keysPayload } from "./keys-payload.ts";
import { FILE_MODE_DEFAULT } from "./limits.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export function secretVolume(parts: VolumeParts): VolumeType {
  return contentVolume(parts, {
    field: "secret",
    folder: "kubernetes.io~secret",
    medium: "memory",
    payload(pod, volume) {
      const { secretName = "", items, defaultMode = FILE_MODE_DEFAULT, optional = false } = volume.secret ?? {};
      const ref = { kind: "Secret" as const, namespace: identityOf(pod).namespace, name: secretName };
      return keysPayload(parts.source, { ref, items, defaultMode, optional });
    },
  });
}
