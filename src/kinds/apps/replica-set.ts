// ReplicaSet: keeps a number of pods running.
import { builtinKind, replicaScale } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, selectorText, templateColumns, wideColumn } from "../columns.ts";
import { setPodTemplateDefaults } from "../core/pod/pod-defaults.ts";
import { checkReplicaStatus } from "../core/replica-status-rules.ts";
import type { ReplicaSet } from "../facts/types.gen.ts";
import { checkImmutable, checkNonNegative, type Errors } from "../field-checks.ts";
import { checkReplicaTemplate, checkSelector, namedTemplateWarnings } from "./workload-rules.ts";

export const replicaSet = builtinKind<ReplicaSet>({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  shortNames: ["rs"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec === undefined) return;
      spec.replicas ??= 1;
      setPodTemplateDefaults(spec.template);
    },
    validateCreate: validateReplicaSet,
    validateUpdate,
    validateStatusUpdate,
    warnings: namedTemplateWarnings,
  },
  columns: [
    nameColumn,
    column<ReplicaSet>("Desired", "integer", ({ spec }) => spec?.replicas ?? 0),
    column<ReplicaSet>("Current", "integer", ({ status }) => status?.replicas ?? 0),
    column<ReplicaSet>("Ready", "integer", ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...templateColumns,
    wideColumn<ReplicaSet>("Selector", "string", ({ spec }) => selectorText(spec?.selector)),
  ],
  selectableFields: { "status.replicas": ({ status }) => String(status?.replicas ?? 0) },
});

/** Kubernetes: pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec */
function validateReplicaSet({ spec }: ReplicaSet): Errors {
  const errors: Errors = [];
  checkNonNegative(errors, "spec.replicas", spec?.replicas);
  checkNonNegative(errors, "spec.minReadySeconds", spec?.minReadySeconds);
  // Upstream's words, though this is no deployment.
  const matcher = checkSelector(errors, spec?.selector, "empty selector is invalid for deployment");
  if (matcher !== undefined) checkReplicaTemplate(errors, matcher, spec?.template ?? {});
  return errors;
}

function validateUpdate(object: ReplicaSet, old: ReplicaSet): Errors {
  const errors = validateReplicaSet(object);
  checkImmutable(errors, "spec.selector", object.spec?.selector, old.spec?.selector);
  return errors;
}

function validateStatusUpdate({ status = { replicas: 0 } }: ReplicaSet): Errors {
  const errors: Errors = [];
  checkReplicaStatus(errors, status, {
    counts: ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"],
    parts: ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"],
  });
  return errors;
}
