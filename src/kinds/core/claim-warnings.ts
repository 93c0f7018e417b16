// What is allowed in a claim or a volume and yet most likely a mistake.
// Kubernetes: pkg/api/persistentvolumeclaim/util.go, pkg/api/persistentvolume/util.go
import { parseQuantity } from "../../apimachinery/quantity.ts";
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../facts/types.gen.ts";
import { mapValue } from "../map-value.ts";
import { nodeTermWarnings } from "./node-label-warnings.ts";

const classAnnotation = "volume.beta.kubernetes.io/storage-class";
const optionsAnnotation = "volume.beta.kubernetes.io/mount-options";

const deprecatedSources = {
  cephfs: "deprecated in v1.28, non-functional in v1.31+",
  photonPersistentDisk: "deprecated in v1.11, non-functional in v1.16+",
  scaleIO: "deprecated in v1.16, non-functional in v1.22+",
  storageos: "deprecated in v1.22, non-functional in v1.25+",
  glusterfs: "deprecated in v1.25, non-functional in v1.26+",
  rbd: "deprecated in v1.28, non-functional in v1.31+",
} as const;

export function claimWarnings({ metadata, spec }: PersistentVolumeClaim): string[] {
  const annotated = mapValue(metadata?.annotations, classAnnotation) !== undefined;
  const at = `metadata.annotations[${classAnnotation}]`;
  return [
    ...(annotated ? [`${at}: deprecated since v1.8; use "storageClassName" attribute instead`] : []),
    ...claimSpecWarnings("spec", spec),
  ];
}

export function claimSpecWarnings(path: string, spec: PersistentVolumeClaimSpec | undefined): string[] {
  return (["requests", "limits"] as const).flatMap((list) =>
    wholeBytesWarnings(`${path}.resources.${list}[storage]`, spec?.resources?.[list]?.["storage"]),
  );
}

/** An amount of bytes that is no whole number of them. */
export function wholeBytesWarnings(path: string, amount: string | undefined): string[] {
  if (amount === undefined || parseQuantity(amount).nano % 1_000_000_000n === 0n) return [];
  return [`${path}: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`];
}

export function volumeWarnings({ metadata, spec }: PersistentVolume): string[] {
  const warnings: string[] = [];
  if (mapValue(metadata?.annotations, classAnnotation) !== undefined) {
    const hint = 'deprecated since v1.8; use "storageClassName" attribute instead';
    warnings.push(`metadata.annotations[${classAnnotation}]: ${hint}`);
  }
  if (mapValue(metadata?.annotations, optionsAnnotation) !== undefined) {
    const hint = 'deprecated since v1.31; use "mountOptions" attribute instead';
    warnings.push(`metadata.annotations[${optionsAnnotation}]: ${hint}`);
  }
  if (spec?.persistentVolumeReclaimPolicy === "Recycle") {
    const hint = "Instead, the recommended approach is to use dynamic provisioning.";
    warnings.push(`spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. ${hint}`);
  }
  (spec?.nodeAffinity?.required?.nodeSelectorTerms ?? []).forEach((term, index) => {
    warnings.push(...nodeTermWarnings(`spec.nodeAffinity.required.nodeSelectorTerms[${index}]`, term));
  });
  for (const [source, text] of Object.entries(deprecatedSources)) {
    const key = source as keyof typeof deprecatedSources;
    // Upstream spells this one as Go does.
    const field = key === "storageos" ? "storageOS" : key;
    if (spec?.[key] !== undefined) warnings.push(`spec.${field}: ${text}`);
  }
  return warnings;
}
