// What a volume claim leaves out and upstream fills in: of a claim, of a StatefulSet's template, of an ephemeral volume.
// Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaim
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../facts/types.gen.ts";

export function setClaimDefaults(claim: PersistentVolumeClaim): void {
  claim.status ??= {};
  claim.status.phase ||= "Pending";
  setClaimSpecDefaults(claim.spec);
}

export function setClaimSpecDefaults(spec: PersistentVolumeClaimSpec | undefined): void {
  if (spec !== undefined) spec.volumeMode ??= "Filesystem";
}
