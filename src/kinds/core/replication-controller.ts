// ReplicationController: keeps a number of pods running (the older form of ReplicaSet).
import { required } from "../../apimachinery/field-error.ts";
import { matcherFromSet } from "../../apimachinery/label-selector.ts";
import { builtinKind, replicaScale } from "../builtin-kind.ts";
import { ageColumn, column, labelsText, nameColumn, templateColumns, wideColumn } from "../columns.ts";
import type { ReplicationController, ReplicationControllerSpec } from "../facts/types.gen.ts";
import { checkNonNegative, type Errors } from "../field-checks.ts";
import { setPodTemplateDefaults } from "./pod/pod-defaults.ts";
import { checkKeepsRunning, checkPodTemplate, checkSelectorFinds } from "./pod/pod-template-rules.ts";
import { podOwnerNameWarnings, podSpecWarnings } from "./pod/pod-warnings.ts";
import { checkReplicaStatus } from "./replica-status-rules.ts";

export const replicationController = builtinKind<ReplicationController>({
  group: "",
  version: "v1",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  shortNames: ["rc"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
  strategy: {
    setDefaults,
    validateCreate: ({ spec }) => validateSpec(spec),
    validateUpdate: ({ spec }) => validateSpec(spec),
    validateStatusUpdate,
    warnings,
  },
  columns: [
    nameColumn,
    column<ReplicationController>("Desired", "integer", (object) => object.spec?.replicas ?? 0),
    column<ReplicationController>("Current", "integer", (object) => object.status?.replicas ?? 0),
    column<ReplicationController>("Ready", "integer", (object) => object.status?.readyReplicas ?? 0),
    ageColumn,
    ...templateColumns,
    wideColumn<ReplicationController>("Selector", "string", (object) => labelsText(object.spec?.selector)),
  ],
  selectableFields: { "status.replicas": (object) => String(object.status?.replicas ?? 0) },
});

/** Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController */
function setDefaults(object: ReplicationController): void {
  object.spec ??= {};
  const { spec } = object;
  const labels = spec.template?.metadata?.labels;
  if (labels !== undefined) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
    object.metadata ??= {};
    if (Object.keys(object.metadata.labels ?? {}).length === 0) object.metadata.labels = { ...labels };
  }
  spec.replicas ??= 1;
  setPodTemplateDefaults(spec.template);
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec */
function validateSpec(spec: ReplicationControllerSpec = {}): Errors {
  const errors: Errors = [];
  checkNonNegative(errors, "spec.minReadySeconds", spec.minReadySeconds);
  if (Object.keys(spec.selector ?? {}).length === 0) errors.push(required("spec.selector"));
  if (spec.replicas === undefined) errors.push(required("spec.replicas"));
  else checkNonNegative(errors, "spec.replicas", spec.replicas);
  const at = "spec.template";
  if (spec.template === undefined) errors.push(required(at));
  else {
    checkSelectorFinds(errors, at, spec.template, matcherFromSet(spec.selector));
    checkPodTemplate(errors, at, spec.template);
    checkKeepsRunning(errors, at, spec.template, "ReplicationController");
  }
  return errors;
}

function validateStatusUpdate({ status = { replicas: 0 } }: ReplicationController): Errors {
  const errors: Errors = [];
  checkReplicaStatus(errors, status, {
    counts: ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"],
    parts: ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"],
  });
  return errors;
}

/** Kubernetes: pkg/registry/core/replicationcontroller/strategy.go WarningsOnCreate, WarningsOnUpdate */
function warnings({ metadata, spec }: ReplicationController, old: ReplicationController | undefined): string[] {
  if (old !== undefined && old.metadata?.generation === metadata?.generation) return [];
  const names = old === undefined ? podOwnerNameWarnings(metadata?.name ?? "") : [];
  return [...names, ...podSpecWarnings("spec.template.spec", spec?.template?.metadata, spec?.template?.spec)];
}
