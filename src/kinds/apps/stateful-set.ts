// StatefulSet: pods with stable names and storage.
import { builtinKind, replicaScale } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, templateColumns } from "../columns.ts";
import { claimSpecWarnings } from "../core/claim-warnings.ts";
import { setClaimDefaults } from "../core/persistent-volume-claim-defaults.ts";
import { setPodTemplateDefaults } from "../core/pod/pod-defaults.ts";
import type { StatefulSet } from "../facts/types.gen.ts";
import { validateStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from "./stateful-set-rules.ts";
import { templateWarnings } from "./workload-rules.ts";

const defaultHistory = 10;

export const statefulSet = builtinKind<StatefulSet>({
  group: "apps",
  version: "v1",
  kind: "StatefulSet",
  plural: "statefulsets",
  shortNames: ["sts"],
  categories: ["all"],
  scope: "Namespaced",
  // Its pods' names are labels, and begin with its own.
  nameRule: "dns-label",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
  strategy: {
    setDefaults,
    validateCreate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    validateStatusUpdate: validateStatefulSetStatus,
    warnings,
  },
  columns: [
    nameColumn,
    column<StatefulSet>(
      "Ready",
      "string",
      ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    ),
    ageColumn,
    ...templateColumns,
  ],
});

/** Kubernetes: pkg/registry/apps/statefulset/strategy.go WarningsOnCreate, WarningsOnUpdate */
function warnings(object: StatefulSet, old: StatefulSet | undefined): string[] {
  const found = templateWarnings(object, old);
  if (old !== undefined && old.metadata?.generation === object.metadata?.generation) return found;
  (object.spec?.volumeClaimTemplates ?? []).forEach((claim, index) => {
    found.push(...claimSpecWarnings(`spec.volumeClaimTemplates[${index}].spec`, claim.spec));
  });
  if ((object.spec?.revisionHistoryLimit ?? 0) < 0) {
    const hint = "a negative value retains all historical revisions; a value >= 0 is recommended";
    found.push(`spec.revisionHistoryLimit: ${hint}`);
  }
  return found;
}

/** Kubernetes: pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet */
function setDefaults({ spec }: StatefulSet): void {
  if (spec === undefined) return;
  spec.podManagementPolicy ||= "OrderedReady";
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ||= "RollingUpdate";
  if (spec.updateStrategy.type === "RollingUpdate") {
    spec.updateStrategy.rollingUpdate ??= {};
    spec.updateStrategy.rollingUpdate.partition ??= 0;
    spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
  }
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= "Retain";
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= "Retain";
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= defaultHistory;
  setPodTemplateDefaults(spec.template);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = "v1";
    claim.kind = "PersistentVolumeClaim";
    setClaimDefaults(claim);
  }
}
