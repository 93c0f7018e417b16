// What a volume leaves out and upstream fills in.
// Kubernetes: pkg/apis/core/v1/defaults.go, the `+default` marks of staging/src/k8s.io/api/core/v1/types.go
import type { DownwardAPIVolumeFile, ProjectedVolumeSource, Volume } from "../../facts/types.gen.ts";
import { setClaimSpecDefaults } from "../persistent-volume-claim-defaults.ts";
import { defaultPullPolicy } from "./image-tag.ts";

const defaultFileMode = 0o644;
const defaultTokenSeconds = 3600;

export function setVolumeDefaults(volume: Volume): void {
  // A name without a source is an empty directory.
  if (Object.keys(volume).every((field) => field === "name")) volume.emptyDir = {};
  if (volume.secret !== undefined) volume.secret.defaultMode ??= defaultFileMode;
  if (volume.configMap !== undefined) volume.configMap.defaultMode ??= defaultFileMode;
  if (volume.downwardAPI !== undefined) {
    volume.downwardAPI.defaultMode ??= defaultFileMode;
    setFileDefaults(volume.downwardAPI.items);
  }
  if (volume.projected !== undefined) setProjectedDefaults(volume.projected);
  if (volume.hostPath !== undefined) volume.hostPath.type ??= "";
  if (volume.image !== undefined) volume.image.pullPolicy ||= defaultPullPolicy(volume.image.reference);
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template !== undefined) setClaimSpecDefaults(template.spec);
  setLegacyVolumeDefaults(volume);
}

function setProjectedDefaults(projected: ProjectedVolumeSource): void {
  projected.defaultMode ??= defaultFileMode;
  for (const source of projected.sources ?? []) {
    if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= defaultTokenSeconds;
    if (source.downwardAPI !== undefined) setFileDefaults(source.downwardAPI.items);
    if (source.podCertificate !== undefined) source.podCertificate.maxExpirationSeconds ??= 86_400;
  }
}

function setFileDefaults(files: readonly DownwardAPIVolumeFile[] | undefined): void {
  for (const file of files ?? []) {
    if (file.fieldRef !== undefined) file.fieldRef.apiVersion ||= "v1";
  }
}

function setLegacyVolumeDefaults({ iscsi, rbd, azureDisk, scaleIO }: Volume): void {
  if (iscsi !== undefined) iscsi.iscsiInterface ||= "default";
  if (rbd !== undefined) {
    rbd.pool ||= "rbd";
    rbd.user ||= "admin";
    rbd.keyring ||= "/etc/ceph/keyring";
  }
  if (azureDisk !== undefined) {
    azureDisk.cachingMode ??= "ReadWrite";
    azureDisk.kind ??= "Shared";
    azureDisk.fsType ??= "ext4";
    azureDisk.readOnly ??= false;
  }
  if (scaleIO !== undefined) {
    scaleIO.storageMode ||= "ThinProvisioned";
    scaleIO.fsType ||= "xfs";
  }
}
