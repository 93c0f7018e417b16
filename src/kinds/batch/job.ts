// Job: runs pods to completion.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn, selectorText, spanBetween, templateColumns, wideColumn } from "../columns.ts";
import { setPodTemplateDefaults } from "../core/pod/pod-defaults.ts";
import type { Job, JobSpec } from "../facts/types.gen.ts";
import { jobCondition } from "./job-conditions.ts";
import { validateJob, validateJobUpdate } from "./job-rules.ts";
import { validateJobStatus } from "./job-status-rules.ts";
import { jobWarnings } from "./job-warnings.ts";

const int32Max = 2 ** 31 - 1;
const defaultBackoffLimit = 6;
export const jobNameLabel = "batch.kubernetes.io/job-name";
export const controllerUidLabel = "batch.kubernetes.io/controller-uid";
export const legacyJobNameLabel = "job-name";
export const legacyControllerUidLabel = "controller-uid";

export const job = builtinKind<Job>({
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    setDefaults: setJobDefaults,
    prepareForCreate: (object) => {
      delete object.status;
      generateSelector(object);
    },
    validateCreate: validateJob,
    validateUpdate: validateJobUpdate,
    validateStatusUpdate: validateJobStatus,
    warnings: jobWarnings,
  },
  columns: [
    nameColumn,
    column<Job>("Status", "string", jobStatus),
    column<Job>("Completions", "string", completions),
    column<Job>("Duration", "string", ({ status }, { nowMs }) =>
      status?.startTime === undefined ? "" : spanBetween(status.startTime, status.completionTime, nowMs),
    ),
    ageColumn,
    ...templateColumns,
    wideColumn<Job>("Selector", "string", ({ spec }) => selectorText(spec?.selector)),
  ],
  selectableFields: { "status.successful": ({ status }) => String(status?.succeeded ?? 0) },
});

/** Kubernetes: pkg/apis/batch/v1/defaults.go SetDefaults_Job */
function setJobDefaults(object: Job): void {
  const { spec } = object;
  if (spec === undefined) return;
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? defaultBackoffLimit : int32Max;
  spec.completionMode ??= "NonIndexed";
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed";
  spec.manualSelector ??= false;
  const labels = spec.template?.metadata?.labels;
  object.metadata ??= {};
  if (labels !== undefined && Object.keys(object.metadata.labels ?? {}).length === 0) {
    object.metadata.labels = { ...labels };
  }
  setJobTemplateDefaults(spec);
}

/** Also of a CronJob's template, which gets the rest when the Job is made. */
export function setJobTemplateDefaults(spec: JobSpec): void {
  for (const { onPodConditions } of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of onPodConditions ?? []) pattern.status ||= "True";
  }
  setPodTemplateDefaults(spec.template);
}

/** Its uid makes a Job's selector unique. Kubernetes: pkg/registry/batch/job/strategy.go generateSelector */
function generateSelector({ metadata, spec }: Job): void {
  if (spec === undefined || spec.manualSelector) return;
  const name = metadata?.name ?? "";
  const uid = metadata?.uid ?? "";
  spec.template ??= {};
  const { template } = spec;
  template.metadata ??= {};
  template.metadata.labels = {
    [legacyJobNameLabel]: name,
    [jobNameLabel]: name,
    [legacyControllerUidLabel]: uid,
    [controllerUidLabel]: uid,
    // What the client set stays, and is refused when it differs.
    ...template.metadata.labels,
  };
  spec.selector ??= {};
  spec.selector.matchLabels = { [controllerUidLabel]: uid, ...spec.selector.matchLabels };
}

function jobStatus(object: Job): string {
  if (jobCondition(object, "Complete")) return "Complete";
  if (jobCondition(object, "Failed")) return "Failed";
  if (object.metadata?.deletionTimestamp !== undefined) return "Terminating";
  if (jobCondition(object, "Suspended")) return "Suspended";
  return jobCondition(object, "FailureTarget") ? "FailureTarget" : "Running";
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}
