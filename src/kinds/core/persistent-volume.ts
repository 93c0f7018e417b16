// PersistentVolume: a piece of storage of the cluster.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import type { PersistentVolume } from "../facts/types.gen.ts";
import { volumeWarnings } from "./claim-warnings.ts";
import { accessModesText, storageClassOf } from "./storage-cells.ts";
import { validateVolume, validateVolumeUpdate } from "./volume/persistent-volume-rules.ts";

export const persistentVolume = builtinKind<PersistentVolume>({
  group: "",
  version: "v1",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
  shortNames: ["pv"],
  scope: "Cluster",
  answersDeleted: true,
  subresources: { status: true },
  strategy: {
    setDefaults,
    prepareForCreate: (object) => {
      object.status = { phase: "Pending" };
    },
    validateCreate: validateVolume,
    validateUpdate: validateVolumeUpdate,
    warnings: volumeWarnings,
  },
  columns: [
    nameColumn,
    column<PersistentVolume>("Capacity", "string", ({ spec }) => spec?.capacity?.["storage"] ?? "0"),
    column<PersistentVolume>("Access Modes", "string", ({ spec }) => accessModesText(spec?.accessModes)),
    column<PersistentVolume>("Reclaim Policy", "string", ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ""),
    column<PersistentVolume>("Status", "string", ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined ? (status?.phase ?? "") : "Terminating",
    ),
    column<PersistentVolume>("Claim", "string", ({ spec }) =>
      spec?.claimRef === undefined ? "" : `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}`,
    ),
    column<PersistentVolume>("StorageClass", "string", storageClassOf),
    column<PersistentVolume>(
      "VolumeAttributesClass",
      "string",
      ({ spec }) => spec?.volumeAttributesClassName ?? "<unset>",
    ),
    column<PersistentVolume>("Reason", "string", ({ status }) => status?.reason ?? ""),
    ageColumn,
    wideColumn<PersistentVolume>("VolumeMode", "string", ({ spec }) => spec?.volumeMode ?? "<unset>"),
  ],
  selectableFields: { name: (object) => object.metadata?.name ?? "" },
});

/** Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume */
function setDefaults(object: PersistentVolume): void {
  object.spec ??= {};
  const { spec } = object;
  spec.persistentVolumeReclaimPolicy ||= "Retain";
  spec.volumeMode ??= "Filesystem";
  if (spec.hostPath !== undefined) spec.hostPath.type ??= "";
  if (spec.iscsi !== undefined) spec.iscsi.iscsiInterface ||= "default";
}
