// CronJob: makes Jobs on a schedule.
import { builtinKind } from "../builtin-kind.ts";
import {
  age,
  ageColumn,
  boolText,
  column,
  containerImages,
  containerNames,
  nameColumn,
  selectorText,
  wideColumn,
} from "../columns.ts";
import { podOwnerNameWarnings } from "../core/pod/pod-warnings.ts";
import type { Container, CronJob } from "../facts/types.gen.ts";
import { validateCronJob, validateCronJobUpdate } from "./cron-job-rules.ts";
import { setJobTemplateDefaults } from "./job.ts";
import { jobSpecWarnings } from "./job-warnings.ts";

const defaultSuccessfulHistory = 3;
const defaultFailedHistory = 1;

export const cronJob = builtinKind<CronJob>({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    setDefaults,
    validateCreate: validateCronJob,
    validateUpdate: validateCronJobUpdate,
    warnings,
  },
  columns: [
    nameColumn,
    column<CronJob>("Schedule", "string", ({ spec }) => spec?.schedule ?? ""),
    column<CronJob>("Timezone", "string", ({ spec }) => spec?.timeZone ?? "<none>"),
    column<CronJob>("Suspend", "boolean", ({ spec }) => boolText(spec?.suspend)),
    column<CronJob>("Active", "integer", ({ status }) => (status?.active ?? []).length),
    column<CronJob>("Last Schedule", "string", ({ status }, { nowMs }) =>
      status?.lastScheduleTime === undefined ? "<none>" : age(status.lastScheduleTime, nowMs),
    ),
    ageColumn,
    wideColumn<CronJob>("Containers", "string", (object) => containerNames(containersOf(object))),
    wideColumn<CronJob>("Images", "string", (object) => containerImages(containersOf(object))),
    wideColumn<CronJob>("Selector", "string", ({ spec }) => selectorText(spec?.jobTemplate?.spec?.selector)),
  ],
});

function containersOf({ spec }: CronJob): Container[] | undefined {
  return spec?.jobTemplate?.spec?.template?.spec?.containers;
}

/** Kubernetes: pkg/apis/batch/v1/defaults.go SetDefaults_CronJob */
function setDefaults({ spec }: CronJob): void {
  if (spec === undefined) return;
  spec.concurrencyPolicy ||= "Allow";
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= defaultSuccessfulHistory;
  spec.failedJobsHistoryLimit ??= defaultFailedHistory;
  if (spec.jobTemplate?.spec !== undefined) setJobTemplateDefaults(spec.jobTemplate.spec);
}

/** Kubernetes: pkg/registry/batch/cronjob/strategy.go WarningsOnCreate */
function warnings({ metadata, spec }: CronJob, old: CronJob | undefined): string[] {
  const found: string[] = [];
  if (old === undefined) found.push(...podOwnerNameWarnings(metadata?.name ?? ""));
  if (old === undefined || old.metadata?.generation !== metadata?.generation) {
    found.push(...jobSpecWarnings("spec.jobTemplate.spec", spec?.jobTemplate?.spec));
  }
  if (spec?.schedule?.includes("TZ")) {
    found.push(
      "CRON_TZ or TZ used in spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details",
    );
  }
  return found;
}
