// What a CronJob may be.
// Kubernetes: pkg/apis/batch/validation/validation.go validateCronJobSpec
import { invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import type { CronJob, CronJobSpec } from "../facts/types.gen.ts";
import { checkNonNegative, checkOneOf, type Errors } from "../field-checks.ts";
import { parseCronSchedule } from "./cron-schedule.ts";
import { checkJobSpec } from "./job-rules.ts";

/** A Job's name takes 11 more characters, and makes a label. */
const nameLengthMax = 52;
const timeZonePart = /^[A-Za-z.\-_0-9+]{1,14}$/;

export function validateCronJob({ metadata, spec }: CronJob): Errors {
  const errors: Errors = [];
  checkSpec(errors, spec, undefined);
  const name = metadata?.name ?? "";
  if (name.length > nameLengthMax) {
    errors.push(invalidValue("metadata.name", name, `must be no more than ${nameLengthMax} characters`));
  }
  return errors;
}

export function validateCronJobUpdate(object: CronJob, old: CronJob): Errors {
  const errors: Errors = [];
  checkSpec(errors, object.spec, old.spec);
  return errors;
}

function checkSpec(errors: Errors, spec: CronJobSpec | undefined, old: CronJobSpec | undefined): void {
  if (!spec?.schedule) errors.push(required("spec.schedule"));
  else checkSchedule(errors, spec, old?.schedule?.includes("TZ") ?? false);
  checkNonNegative(errors, "spec.startingDeadlineSeconds", spec?.startingDeadlineSeconds);
  if (spec?.timeZone !== undefined && spec.timeZone !== old?.timeZone) checkTimeZone(errors, spec.timeZone);
  checkOneOf(errors, "spec.concurrencyPolicy", spec?.concurrencyPolicy, ["Allow", "Forbid", "Replace"]);
  const template = spec?.jobTemplate?.spec ?? { template: {} };
  const at = "spec.jobTemplate.spec";
  checkJobSpec(errors, at, template);
  if (template.selector !== undefined) {
    errors.push(invalidValue(`${at}.selector`, template.selector, "`selector` will be auto-generated"));
  }
  if (template.manualSelector) errors.push(notSupported(`${at}.manualSelector`, true, ["nil", "false"]));
  checkNonNegative(errors, "spec.successfulJobsHistoryLimit", spec?.successfulJobsHistoryLimit);
  checkNonNegative(errors, "spec.failedJobsHistoryLimit", spec?.failedJobsHistoryLimit);
}

function checkSchedule(errors: Errors, { schedule, timeZone }: CronJobSpec, hadZone: boolean): void {
  const at = "spec.schedule";
  const parsed = parseCronSchedule(schedule);
  if (parsed.type === "problem") errors.push(invalidValue(at, schedule, parsed.text));
  if (!schedule.includes("TZ")) return;
  if (!hadZone) {
    const detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    errors.push(invalidValue(at, schedule, detail));
  } else if (timeZone !== undefined) {
    errors.push(invalidValue(at, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule"));
  }
}

function checkTimeZone(errors: Errors, zone: string): void {
  const at = "spec.timeZone";
  if (zone === "") {
    errors.push(invalidValue(at, zone, "timeZone must be nil or non-empty string"));
    return;
  }
  const sound = zone
    .split("/")
    .every((part) => part !== "." && part !== ".." && !part.startsWith("-") && timeZonePart.test(part));
  if (zone.toLowerCase() === "local") {
    const detail = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    errors.push(invalidValue(at, zone, detail));
  }
  if (!sound || !isKnownZone(zone)) errors.push(invalidValue(at, zone, `unknown time zone ${zone}`));
}

function isKnownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
