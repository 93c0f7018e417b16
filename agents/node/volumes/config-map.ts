// A ConfigMap as files.
// Kubernetes: pkg/volume/configmap/configmap.go
import { identityOf } from "../pods/pod-parts.ts";
import { contentVolume } from "./content-volume.ts";
import { keysPayload } from "./keys-payload.ts";
import { FILE_MODE_DEFAULT } from "./limits.ts";
import type { VolumeParts, VolumeType } from "./volume-type.ts";

export function configMapVolume(parts: VolumeParts): VolumeType {
  return contentVolume(parts, {
    field: "configMap",
    folder: "kubernetes.io~configmap",
    medium: "disk",
    payload(pod, volume) {
      const { name = "", items, defaultMode = FILE_MODE_DEFAULT, optional = false } = volume.configMap ?? {};
      const ref = { kind: "ConfigMap" as const, namespace: identityOf(pod).namespace, name };
      return keysPayload(parts.source, { ref, items, defaultMode, optional });
    },
  });
}
