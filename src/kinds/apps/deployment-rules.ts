// What a Deployment may be.
// Kubernetes: pkg/apis/apps/validation/validation.go ValidateDeploymentSpec
import { forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { checkCollisionCount, checkReplicaStatus } from "../core/replica-status-rules.ts";
import type { Deployment, DeploymentSpec, RollingUpdateDeployment } from "../facts/types.gen.ts";
import {
  checkAtMost100Percent,
  checkImmutable,
  checkNonNegative,
  checkNumberOrPercent,
  type Errors,
  numberOrPercentValue,
} from "../field-checks.ts";
import { checkReplicaTemplate, checkSelector } from "./workload-rules.ts";

export function validateDeployment({ spec }: Deployment): Errors {
  const errors: Errors = [];
  checkNonNegative(errors, "spec.replicas", spec?.replicas);
  const matcher = checkSelector(errors, spec?.selector, "empty selector is invalid for deployment");
  if (matcher !== undefined) checkReplicaTemplate(errors, matcher, spec?.template ?? {});
  checkStrategy(errors, spec?.strategy ?? {});
  checkNonNegative(errors, "spec.minReadySeconds", spec?.minReadySeconds);
  checkNonNegative(errors, "spec.revisionHistoryLimit", spec?.revisionHistoryLimit);
  const seconds = spec?.progressDeadlineSeconds;
  if (seconds === undefined) return errors;
  checkNonNegative(errors, "spec.progressDeadlineSeconds", seconds);
  if (seconds <= (spec?.minReadySeconds ?? 0)) {
    errors.push(invalidValue("spec.progressDeadlineSeconds", seconds, "must be greater than minReadySeconds"));
  }
  return errors;
}

function checkStrategy(errors: Errors, strategy: NonNullable<DeploymentSpec["strategy"]>): void {
  const at = "spec.strategy.rollingUpdate";
  switch (strategy.type) {
    case "Recreate":
      if (strategy.rollingUpdate !== undefined) {
        errors.push(forbiddenField(at, "may not be specified when strategy `type` is 'Recreate'"));
      }
      return;
    case "RollingUpdate":
      if (strategy.rollingUpdate === undefined) errors.push(required(at, "this should be defaulted and never be nil"));
      else checkRollingUpdate(errors, at, strategy.rollingUpdate);
      return;
    default:
      errors.push(notSupported("spec.strategy", strategy, ["Recreate", "RollingUpdate"]));
  }
}

function checkRollingUpdate(errors: Errors, path: string, update: RollingUpdateDeployment): void {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  checkNumberOrPercent(errors, `${path}.maxUnavailable`, maxUnavailable);
  checkNumberOrPercent(errors, `${path}.maxSurge`, maxSurge);
  if (numberOrPercentValue(maxUnavailable) === 0 && numberOrPercentValue(maxSurge) === 0) {
    errors.push(invalidValue(`${path}.maxUnavailable`, maxUnavailable, "may not be 0 when `maxSurge` is 0"));
  }
  checkAtMost100Percent(errors, `${path}.maxUnavailable`, maxUnavailable);
}

export function validateDeploymentUpdate(object: Deployment, old: Deployment): Errors {
  const errors = validateDeployment(object);
  checkImmutable(errors, "spec.selector", object.spec?.selector, old.spec?.selector);
  return errors;
}

export function validateDeploymentStatus({ status = {} }: Deployment, old: Deployment): Errors {
  const errors: Errors = [];
  checkReplicaStatus(errors, status, {
    counts: [
      "observedGeneration",
      "replicas",
      "updatedReplicas",
      "readyReplicas",
      "availableReplicas",
      "unavailableReplicas",
      "collisionCount",
    ],
    parts: ["updatedReplicas", "readyReplicas", "availableReplicas"],
  });
  checkCollisionCount(errors, status.collisionCount, old.status?.collisionCount);
  return errors;
}
