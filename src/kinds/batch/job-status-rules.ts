// What a Job's status may become: counts only grow, and what has ended stays ended.
// Kubernetes: pkg/apis/batch/validation/validation.go validateJobStatus, ValidateJobStatusUpdate
import { duplicate, invalidValue, required } from "../../apimachinery/field-error.ts";
import type { Job, JobStatus } from "../facts/types.gen.ts";
import { checkNonNegative, type Errors } from "../field-checks.ts";
import { countIndexes, firstOverlap } from "./index-list.ts";
import { isJobFinished, jobCondition } from "./job-conditions.ts";
import { withoutValue } from "./pod-failure-policy-rules.ts";

export function validateJobStatus(job: Job, old: Job): Errors {
  const errors: Errors = [];
  const status = job.status ?? {};
  for (const field of ["active", "succeeded", "failed", "ready", "terminating"] as const) {
    checkNonNegative(errors, `status.${field}`, status[field]);
  }
  checkUncounted(errors, status);
  checkConditions(errors, job);
  checkTimes(errors, job, status);
  if (isJobFinished(job)) checkFinished(errors, status);
  checkIndexes(errors, job, status);
  if (status.ready !== undefined && status.ready > (status.active ?? 0)) {
    errors.push(invalidValue("status.ready", status.ready, "cannot set more ready pods than active"));
  }
  checkChanges(errors, job, old);
  return errors;
}

function checkUncounted(errors: Errors, { uncountedTerminatedPods }: JobStatus): void {
  const seen = new Set<string>();
  for (const list of ["succeeded", "failed"] as const) {
    (uncountedTerminatedPods?.[list] ?? []).forEach((uid, index) => {
      const at = `status.uncountedTerminatedPods.${list}[${index}]`;
      if (uid === "") errors.push(invalidValue(at, uid, "must not be empty"));
      else if (seen.has(uid)) errors.push(duplicate(at, uid));
      seen.add(uid);
    });
  }
}

/** Conditions that contradict each other, and those that need another. */
function checkConditions(errors: Errors, job: Job): void {
  const complain = (detail: string): void => {
    errors.push(withoutValue("status.conditions", detail));
  };
  const complete = jobCondition(job, "Complete");
  const failed = jobCondition(job, "Failed");
  const failing = jobCondition(job, "FailureTarget");
  const succeeding = jobCondition(job, "SuccessCriteriaMet");
  if (complete && failed) complain("cannot set Complete=True and Failed=true conditions");
  if (complete && failing) complain("cannot set Complete=True and FailureTarget=true conditions");
  if (failed && !failing) complain("cannot set Failed=True condition without the FailureTarget=true condition");
  if (complete && !succeeding) {
    complain("cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
  }
  if (succeeding && failed) complain("cannot set SuccessCriteriaMet=True and Failed=true conditions");
  if (succeeding && failing) complain("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
}

function checkTimes(errors: Errors, job: Job, { startTime, completionTime }: JobStatus): void {
  const at = "status.completionTime";
  const complete = jobCondition(job, "Complete");
  if (completionTime !== undefined && !complete) {
    const detail = "cannot set completionTime when there is no Complete=True condition";
    errors.push(invalidValue(at, completionTime, detail));
  }
  if (completionTime === undefined && complete) {
    errors.push(required(at, "completionTime is required for Complete jobs"));
  }
  if (startTime !== undefined && completionTime !== undefined && Date.parse(completionTime) < Date.parse(startTime)) {
    errors.push(invalidValue(at, completionTime, "completionTime cannot be set before startTime"));
  }
}

function checkFinished(errors: Errors, status: JobStatus): void {
  const { active = 0, terminating = 0, startTime, uncountedTerminatedPods: uncounted } = status;
  if (active > 0) errors.push(invalidValue("status.active", active, "active>0 is invalid for finished job"));
  if (startTime === undefined) errors.push(required("status.startTime", "startTime is required for finished job"));
  if ((uncounted?.failed ?? []).length + (uncounted?.succeeded ?? []).length > 0) {
    const detail = "uncountedTerminatedPods needs to be empty for finished job";
    errors.push(invalidValue("status.uncountedTerminatedPods", uncounted, detail));
  }
  if (terminating > 0) {
    errors.push(invalidValue("status.terminating", terminating, "terminating>0 is invalid for finished job"));
  }
}

function checkIndexes(errors: Errors, { spec }: Job, { completedIndexes = "", failedIndexes }: JobStatus): void {
  const completions = spec?.completions;
  const check = (field: "completedIndexes" | "failedIndexes", text: string): void => {
    const list = countIndexes(text, completions ?? 0);
    if (list.type === "problem") {
      errors.push(invalidValue(`status.${field}`, text, `error parsing ${field}: ${list.text}`));
    }
  };
  if (completions !== undefined) {
    check("completedIndexes", completedIndexes);
    if (failedIndexes !== undefined && spec?.backoffLimitPerIndex !== undefined) check("failedIndexes", failedIndexes);
  }
  if (completedIndexes !== "" && spec?.completionMode !== "Indexed") {
    const detail = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.push(invalidValue("status.completedIndexes", completedIndexes, detail));
  }
  if (failedIndexes === undefined) return;
  if (spec?.backoffLimitPerIndex === undefined) {
    const detail = "cannot set non-null failedIndexes when backoffLimitPerIndex is null";
    errors.push(invalidValue("status.failedIndexes", failedIndexes, detail));
  }
  const overlap = completions === undefined ? undefined : firstOverlap(completedIndexes, failedIndexes, completions);
  if (overlap !== undefined) {
    const detail = `failedIndexes and completedIndexes overlap at index: ${overlap}`;
    errors.push(invalidValue("status.failedIndexes", failedIndexes, detail));
  }
}

function checkChanges(errors: Errors, job: Job, old: Job): void {
  const status = job.status ?? {};
  const before = old.status ?? {};
  for (const type of ["Failed", "Complete", "FailureTarget"]) {
    if (jobCondition(old, type) && !jobCondition(job, type)) {
      errors.push(withoutValue("status.conditions", `cannot disable the terminal ${type}=True condition`));
    }
  }
  for (const field of ["failed", "succeeded"] as const) {
    const count = status[field] ?? 0;
    if (count < (before[field] ?? 0)) {
      errors.push(invalidValue(`status.${field}`, count, `cannot decrease the ${field} counter`));
    }
  }
  const { completionTime } = status;
  if (completionTime !== undefined && before.completionTime !== undefined && completionTime !== before.completionTime) {
    errors.push(invalidValue("status.completionTime", completionTime, "completionTime cannot be mutated"));
  }
  if (before.startTime !== undefined && before.startTime !== status.startTime && !job.spec?.suspend) {
    errors.push(required("status.startTime", "startTime cannot be removed for unsuspended job"));
  }
  if (jobCondition(old, "SuccessCriteriaMet") && !jobCondition(job, "SuccessCriteriaMet")) {
    errors.push(withoutValue("status.conditions", "cannot disable the SuccessCriteriaMet=True condition"));
  }
}
