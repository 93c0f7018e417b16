// DaemonSet: one pod on every node that fits.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, labelsText, nameColumn, selectorText, templateColumns, wideColumn } from "../columns.ts";
import { setPodTemplateDefaults } from "../core/pod/pod-defaults.ts";
import type { DaemonSet } from "../facts/types.gen.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { validateDaemonSet, validateDaemonSetStatus, validateDaemonSetUpdate } from "./daemon-set-rules.ts";
import { templateWarnings } from "./workload-rules.ts";

const defaultHistory = 10;
/** Counts the template's versions. The field it comes from is gone, clients still read it here. */
const templateGenerationAnnotation = "deprecated.daemonset.template.generation";

export const daemonSet = builtinKind<DaemonSet>({
  group: "apps",
  version: "v1",
  kind: "DaemonSet",
  plural: "daemonsets",
  shortNames: ["ds"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    setDefaults,
    prepareForCreate: (object) => {
      delete object.status;
      setTemplateGeneration(object, 1);
    },
    prepareForUpdate: (object, old) => {
      const before = Number(old.metadata?.annotations?.[templateGenerationAnnotation] ?? 0);
      setTemplateGeneration(object, semanticEqual(object.spec?.template, old.spec?.template) ? before : before + 1);
    },
    validateCreate: validateDaemonSet,
    validateUpdate: validateDaemonSetUpdate,
    validateStatusUpdate: validateDaemonSetStatus,
    warnings: templateWarnings,
  },
  columns: [
    nameColumn,
    column<DaemonSet>("Desired", "integer", ({ status }) => status?.desiredNumberScheduled ?? 0),
    column<DaemonSet>("Current", "integer", ({ status }) => status?.currentNumberScheduled ?? 0),
    column<DaemonSet>("Ready", "integer", ({ status }) => status?.numberReady ?? 0),
    column<DaemonSet>("Up-to-date", "integer", ({ status }) => status?.updatedNumberScheduled ?? 0),
    column<DaemonSet>("Available", "integer", ({ status }) => status?.numberAvailable ?? 0),
    column<DaemonSet>("Node Selector", "string", ({ spec }) => labelsText(spec?.template?.spec?.nodeSelector)),
    ageColumn,
    ...templateColumns,
    wideColumn<DaemonSet>("Selector", "string", ({ spec }) => selectorText(spec?.selector)),
  ],
});

/** Kubernetes: pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet */
function setDefaults({ spec }: DaemonSet): void {
  if (spec === undefined) return;
  spec.updateStrategy ??= {};
  spec.updateStrategy.type ||= "RollingUpdate";
  if (spec.updateStrategy.type === "RollingUpdate") {
    spec.updateStrategy.rollingUpdate ??= {};
    spec.updateStrategy.rollingUpdate.maxUnavailable ??= 1;
    spec.updateStrategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= defaultHistory;
  setPodTemplateDefaults(spec.template);
}

/** Kubernetes: pkg/registry/apps/daemonset/strategy.go, pkg/apis/apps/v1/conversion.go */
function setTemplateGeneration(object: DaemonSet, generation: number): void {
  object.metadata ??= {};
  object.metadata.annotations = {
    ...object.metadata.annotations,
    [templateGenerationAnnotation]: String(generation),
  };
}
