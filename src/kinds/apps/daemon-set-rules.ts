// What a DaemonSet may be.
// Kubernetes: pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec
import { invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { matcherFromSelector, validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { checkKeepsRunning, checkPodTemplate, checkSelectorFinds } from "../core/pod/pod-template-rules.ts";
import { checkCollisionCount } from "../core/replica-status-rules.ts";
import type { DaemonSet, DaemonSetSpec, RollingUpdateDaemonSet } from "../facts/types.gen.ts";
import {
  checkAtMost100Percent,
  checkImmutable,
  checkNonNegative,
  checkNumberOrPercent,
  type Errors,
  numberOrPercentValue,
} from "../field-checks.ts";

export function validateDaemonSet({ spec }: DaemonSet): Errors {
  const errors: Errors = [];
  const template = spec?.template ?? {};
  const at = "spec.template";
  checkDaemonSelector(errors, spec);
  checkPodTemplate(errors, at, template);
  checkKeepsRunning(errors, at, template, "DaemonSet");
  checkNonNegative(errors, "spec.minReadySeconds", spec?.minReadySeconds);
  const strategy = spec?.updateStrategy ?? {};
  if (strategy.type === "RollingUpdate") {
    if (strategy.rollingUpdate === undefined) errors.push(required("spec.updateStrategy.rollingUpdate"));
    else checkRollingUpdate(errors, "spec.updateStrategy.rollingUpdate", strategy.rollingUpdate);
  } else if (strategy.type !== "OnDelete") {
    errors.push(notSupported("spec.updateStrategy", strategy, ["RollingUpdate", "OnDelete"]));
  }
  checkNonNegative(errors, "spec.revisionHistoryLimit", spec?.revisionHistoryLimit);
  return errors;
}

function checkDaemonSelector(errors: Errors, spec: DaemonSetSpec | undefined): void {
  const selector = spec?.selector;
  errors.push(...validateLabelSelector(selector, "spec.selector"));
  try {
    checkSelectorFinds(errors, "spec.template", spec?.template, matcherFromSelector(selector));
  } catch {
    // What is wrong with the selector has been reported.
  }
  if (selector === undefined) return;
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0) return;
  errors.push(invalidValue("spec.selector", selector, "empty selector is invalid for daemonset"));
}

function checkRollingUpdate(errors: Errors, path: string, update: RollingUpdateDaemonSet): void {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  checkNumberOrPercent(errors, `${path}.maxUnavailable`, maxUnavailable);
  checkNumberOrPercent(errors, `${path}.maxSurge`, maxSurge);
  checkAtMost100Percent(errors, `${path}.maxUnavailable`, maxUnavailable);
  checkAtMost100Percent(errors, `${path}.maxSurge`, maxSurge);
  const hasUnavailable = numberOrPercentValue(maxUnavailable) !== 0;
  const hasSurge = numberOrPercentValue(maxSurge) !== 0;
  if (hasUnavailable && hasSurge) {
    errors.push(invalidValue(`${path}.maxSurge`, maxSurge, "may not be set when maxUnavailable is non-zero"));
  } else if (!hasUnavailable && !hasSurge) {
    errors.push(required(`${path}.maxUnavailable`, "cannot be 0 when maxSurge is 0"));
  }
}

export function validateDaemonSetUpdate(object: DaemonSet, old: DaemonSet): Errors {
  const errors = validateDaemonSet(object);
  checkImmutable(errors, "spec.selector", object.spec?.selector, old.spec?.selector);
  return errors;
}

export function validateDaemonSetStatus({ status }: DaemonSet, old: DaemonSet): Errors {
  const errors: Errors = [];
  const counts = [
    "currentNumberScheduled",
    "numberMisscheduled",
    "desiredNumberScheduled",
    "numberReady",
    "observedGeneration",
    "updatedNumberScheduled",
    "numberAvailable",
    "numberUnavailable",
    "collisionCount",
  ] as const;
  for (const field of counts) checkNonNegative(errors, `status.${field}`, status?.[field]);
  checkCollisionCount(errors, status?.collisionCount, old.status?.collisionCount);
  return errors;
}
