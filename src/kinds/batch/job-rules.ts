// What a Job may be, and what of it may change.
// Kubernetes: pkg/apis/batch/validation/validation.go ValidateJobSpec
import { invalidValue, notSupported, required, tooLong, tooMany } from "../../apimachinery/field-error.ts";
import { matcherFromSelector, matchesLabels, validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isDns1123Label, isDomainPrefixedPath } from "../../apimachinery/names.ts";
import { checkPodTemplate, checkSelectorFinds } from "../core/pod/pod-template-rules.ts";
import type { Job, JobSpec, PodTemplateSpec, SuccessPolicyRule } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, checkNonNegative, type Errors } from "../field-checks.ts";
import { countIndexes } from "./index-list.ts";
import { checkFailurePolicy } from "./pod-failure-policy-rules.ts";

const highCompletions = 100_000;
const parallelismMaxIndexed = 100_000;
const failedIndexesMax = 100_000;
const parallelismMaxHigh = 10_000;
const failedIndexesMaxHigh = 10_000;
const managedByLengthMax = 63;
const successRulesMax = 20;
const succeededIndexesBytesMax = 64 * 1024;

export function validateJob(job: Job): Errors {
  const errors: Errors = [];
  checkGeneratedSelector(errors, job);
  checkJobAndSelector(errors, job.spec ?? { template: {} });
  checkHostnames(errors, job);
  return errors;
}

/** What a selector made by the server looks like: nothing else may take its place. */
function checkGeneratedSelector(errors: Errors, { metadata, spec }: Job): void {
  if (spec?.manualSelector || spec?.selector === undefined) return;
  const uid = metadata?.uid ?? "";
  const name = metadata?.name ?? "";
  if (uid === "") errors.push(required("metadata.uid"));
  const expected: Record<string, string> = {
    "controller-uid": uid,
    "job-name": name,
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
  };
  const labels = spec.template?.metadata?.labels ?? {};
  for (const key in expected) {
    const at = `spec.template.metadata.labels[${key}]`;
    const value = labels[key];
    if (value === undefined) errors.push(required(at, `must be '${expected[key]}'`));
    else if (value !== expected[key]) errors.push(invalidValue(at, value, `must be '${expected[key]}'`));
  }
  try {
    if (matchesLabels(matcherFromSelector(spec.selector), expected)) return;
    errors.push(invalidValue("spec.selector", spec.selector, "`selector` not auto-generated"));
  } catch {
    // What is wrong with the selector is reported with the rest of it.
  }
}

function checkJobAndSelector(errors: Errors, spec: JobSpec): void {
  checkJobSpec(errors, "spec", spec);
  if (spec.selector === undefined) errors.push(required("spec.selector"));
  else errors.push(...validateLabelSelector(spec.selector, "spec.selector"));
  try {
    checkSelectorFinds(errors, "spec.template", spec.template, matcherFromSelector(spec.selector));
  } catch {
    // Reported above.
  }
}

/** Each pod of an indexed Job has its index in its host name. */
function checkHostnames(errors: Errors, { metadata, spec }: Job): void {
  if (spec?.completionMode !== "Indexed" || !spec.completions || spec.completions < 1) return;
  const name = metadata?.name ?? "";
  const longest = `${name}-${spec.completions - 1}`;
  if (isDns1123Label(longest).length === 0) return;
  const detail = `will not able to create pod with invalid DNS label: ${longest}`;
  errors.push(invalidValue("metadata.name", name, detail));
}

/** Of a Job and of a CronJob's template. */
export function checkJobSpec(errors: Errors, path: string, spec: JobSpec): void {
  const counts = [
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
  ] as const;
  for (const field of counts) checkNonNegative(errors, `${path}.${field}`, spec[field]);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  }
  if (spec.managedBy !== undefined) {
    checkMessages(errors, `${path}.managedBy`, spec.managedBy, isDomainPrefixedPath(spec.managedBy));
    if (spec.managedBy.length > managedByLengthMax) errors.push(tooLong(`${path}.managedBy`, managedByLengthMax));
  }
  checkCompletionMode(errors, path, spec);
  if (spec.podFailurePolicy !== undefined) checkFailurePolicy(errors, `${path}.podFailurePolicy`, spec);
  checkSuccessPolicy(errors, `${path}.successPolicy`, spec);
  checkReplacementPolicy(errors, `${path}.podReplacementPolicy`, spec);
  checkPodTemplate(errors, `${path}.template`, spec.template ?? {});
  checkRestartPolicy(errors, `${path}.template.spec.restartPolicy`, spec);
}

function checkCompletionMode(errors: Errors, path: string, spec: JobSpec): void {
  const { completionMode: mode = "NonIndexed", backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (mode !== "NonIndexed" && mode !== "Indexed") {
    errors.push(notSupported(`${path}.completionMode`, mode, ["NonIndexed", "Indexed"]));
  }
  if (mode === "Indexed") checkIndexed(errors, path, spec);
  if (mode !== "NonIndexed") return;
  const detail = "requires indexed completion mode";
  if (backoffLimitPerIndex !== undefined) {
    errors.push(invalidValue(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex, detail));
  }
  if (maxFailedIndexes !== undefined) errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, detail));
}

function checkIndexed(errors: Errors, path: string, spec: JobSpec): void {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec;
  if (completions === undefined) errors.push(required(`${path}.completions`, "when completion mode is Indexed"));
  if (parallelism > parallelismMaxIndexed) {
    const detail = `must be less than or equal to ${parallelismMaxIndexed} when completion mode is Indexed`;
    errors.push(invalidValue(`${path}.parallelism`, parallelism, detail));
  }
  const at = `${path}.maxFailedIndexes`;
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
    errors.push(invalidValue(at, maxFailedIndexes, "must be less than or equal to completions"));
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > failedIndexesMax) {
    errors.push(invalidValue(at, maxFailedIndexes, `must be less than or equal to ${failedIndexesMax}`));
  }
  if (completions === undefined || completions <= highCompletions || backoffLimitPerIndex === undefined) return;
  const when = `when completions are above ${highCompletions} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) {
    errors.push(required(at, `must be specified when completions is above ${highCompletions}`));
  } else if (maxFailedIndexes > failedIndexesMaxHigh) {
    errors.push(invalidValue(at, maxFailedIndexes, `must be less than or equal to ${failedIndexesMaxHigh} ${when}`));
  }
  if (parallelism > parallelismMaxHigh) {
    const detail = `must be less than or equal to ${parallelismMaxHigh} ${when}`;
    errors.push(invalidValue(`${path}.parallelism`, parallelism, detail));
  }
}

function checkSuccessPolicy(errors: Errors, path: string, spec: JobSpec): void {
  const policy = spec.successPolicy;
  if (policy === undefined) return;
  if (spec.completionMode !== "Indexed") {
    errors.push(invalidValue(path, policy, "requires indexed completion mode"));
    return;
  }
  const rules = policy.rules ?? [];
  if (rules.length === 0) {
    const detail = "at least one rules must be specified when the successPolicy is specified";
    errors.push(required(`${path}.rules`, detail));
  }
  if (rules.length > successRulesMax) errors.push(tooMany(`${path}.rules`, rules.length, successRulesMax));
  rules.forEach((rule, index) => {
    checkSuccessRule(errors, `${path}.rules[${index}]`, rule, spec.completions ?? 0);
  });
}

function checkSuccessRule(errors: Errors, path: string, rule: SuccessPolicyRule, completions: number): void {
  const { succeededCount, succeededIndexes } = rule;
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.push(required(path, "at least one of succeededCount or succeededIndexes must be specified"));
  }
  let total = 0;
  if (succeededIndexes !== undefined) {
    const at = `${path}.succeededIndexes`;
    if (succeededIndexes.length > succeededIndexesBytesMax) errors.push(tooLong(at, succeededIndexesBytesMax));
    const list = countIndexes(succeededIndexes, completions);
    if (list.type === "problem") {
      errors.push(invalidValue(at, succeededIndexes, `error parsing succeededIndexes: ${list.text}`));
    } else total = list.count;
  }
  if (succeededCount === undefined) return;
  const at = `${path}.succeededCount`;
  checkNonNegative(errors, at, succeededCount);
  const bound = (max: number, what: string): void => {
    if (succeededCount > max) {
      errors.push(invalidValue(at, succeededCount, `must be less than or equal to ${max} (the number of ${what})`));
    }
  };
  bound(completions, "specified completions");
  if (succeededIndexes !== undefined) bound(total, "indexes in the specified succeededIndexes field");
}

function checkReplacementPolicy(errors: Errors, path: string, spec: JobSpec): void {
  const policy = spec.podReplacementPolicy;
  if (policy === undefined) return;
  const allowed = spec.podFailurePolicy === undefined ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
  if (!allowed.includes(policy)) errors.push(notSupported(path, policy, allowed));
}

function checkRestartPolicy(errors: Errors, path: string, spec: JobSpec): void {
  const policy = spec.template?.spec?.restartPolicy ?? "";
  if (policy === "" || policy === "Always") {
    errors.push(required(path, 'valid values: "OnFailure", "Never"'));
  } else if (policy !== "OnFailure" && policy !== "Never") {
    errors.push(notSupported(path, policy, ["OnFailure", "Never"]));
  } else if (spec.podFailurePolicy !== undefined && policy !== "Never") {
    errors.push(invalidValue(path, policy, 'only "Never" is supported when podFailurePolicy is specified'));
  }
}

/** Kubernetes: ValidateJobSpecUpdate */
export function validateJobUpdate(job: Job, old: Job): Errors {
  const errors: Errors = [];
  const spec = job.spec ?? { template: {} };
  const before = old.spec ?? { template: {} };
  checkJobAndSelector(errors, spec);
  checkCompletionsUpdate(errors, spec, before);
  checkImmutable(errors, "spec.selector", spec.selector, before.selector);
  const neverRan = before.suspend === true && old.status?.startTime === undefined;
  const mutable = neverRan ? withoutScheduling : (template: PodTemplateSpec) => template;
  checkImmutable(errors, "spec.template", mutable(spec.template ?? {}), mutable(before.template ?? {}));
  const kept = ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] as const;
  for (const field of kept) checkImmutable(errors, `spec.${field}`, spec[field], before[field]);
  return errors;
}

/** An indexed Job may grow and shrink, when it does all at once. */
function checkCompletionsUpdate(errors: Errors, spec: JobSpec, old: JobSpec): void {
  if (spec.completions === old.completions) return;
  if (spec.completionMode !== "Indexed") checkImmutable(errors, "spec.completions", spec.completions, old.completions);
  else if (spec.completions !== undefined && spec.completions !== spec.parallelism) {
    errors.push(
      invalidValue("spec.completions", spec.completions, "can only be modified in tandem with spec.parallelism"),
    );
  }
}

/** Where the pods of a Job may go can be settled until it starts. */
function withoutScheduling({ metadata, spec, ...template }: PodTemplateSpec): PodTemplateSpec {
  const { labels: _l, annotations: _a, ...otherMetadata } = metadata ?? {};
  if (spec === undefined) return { ...template, metadata: otherMetadata };
  const { nodeSelector: _n, tolerations: _t, schedulingGates: _s, affinity, ...otherSpec } = spec;
  const { nodeAffinity: _f, ...otherAffinity } = affinity ?? {};
  return { ...template, metadata: otherMetadata, spec: { ...otherSpec, affinity: otherAffinity } };
}
