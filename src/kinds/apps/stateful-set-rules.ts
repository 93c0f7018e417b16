// What a StatefulSet may be, and what of it may change.
// Kubernetes: pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec
import { forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { validateAnnotations, validateLabels } from "../../apimachinery/object-meta.ts";
import { checkPodAnnotations } from "../core/pod/pod-annotation-rules.ts";
import { checkKeepsRunning, checkSelectorFinds } from "../core/pod/pod-template-rules.ts";
import { checkCollisionCount, checkReplicaStatus } from "../core/replica-status-rules.ts";
import type { PodTemplateSpec, StatefulSet, StatefulSetSpec } from "../facts/types.gen.ts";
import {
  checkAtMost100Percent,
  checkNonNegative,
  checkNumberOrPercent,
  type Errors,
  numberOrPercentValue,
} from "../field-checks.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { checkSelector } from "./workload-rules.ts";

const retentions = ["Retain", "Delete"];
const updatable = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
  "revisionHistoryLimit",
] as const;

export function validateStatefulSet({ spec }: StatefulSet): Errors {
  const errors: Errors = [];
  const template = spec?.template ?? {};
  const { podManagementPolicy } = spec ?? {};
  if (!podManagementPolicy) errors.push(required("spec.podManagementPolicy"));
  else if (podManagementPolicy !== "OrderedReady" && podManagementPolicy !== "Parallel") {
    const detail = "must be 'OrderedReady' or 'Parallel'";
    errors.push(invalidValue("spec.podManagementPolicy", podManagementPolicy, detail));
  }
  checkUpdateStrategy(errors, spec);
  checkRetention(errors, spec);
  checkNonNegative(errors, "spec.replicas", spec?.replicas);
  checkNonNegative(errors, "spec.minReadySeconds", spec?.minReadySeconds);
  checkNonNegative(errors, "spec.ordinals.start", spec?.ordinals?.start);
  checkNonNegative(errors, "spec.revisionHistoryLimit", spec?.revisionHistoryLimit);
  const matcher = checkSelector(errors, spec?.selector, "empty selector is invalid for statefulset", "");
  if (matcher !== undefined) {
    if (matcher !== "nothing") checkSelectorFinds(errors, "spec.template", template, matcher);
    checkTemplate(errors, template);
  }
  checkKeepsRunning(errors, "spec.template", template, "StatefulSet");
  return errors;
}

/** The pod's spec itself is looked at when pods are made: its volumes are not all in the template. */
function checkTemplate(errors: Errors, { metadata, spec }: PodTemplateSpec): void {
  const at = "spec.template";
  if (metadata?.labels !== undefined) errors.push(...validateLabels(metadata.labels, `${at}.labels`));
  if (metadata?.annotations !== undefined) {
    errors.push(...validateAnnotations(metadata.annotations, `${at}.annotations`));
    checkPodAnnotations(errors, `${at}.annotations`, metadata.annotations, spec ?? { containers: [] });
  }
}

function checkUpdateStrategy(errors: Errors, spec: StatefulSetSpec | undefined): void {
  const at = "spec.updateStrategy";
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  if (!type) errors.push(required(at));
  else if (type === "OnDelete") {
    if (rollingUpdate === undefined) return;
    errors.push(invalidValue(`${at}.rollingUpdate`, rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'"));
  } else if (type === "RollingUpdate") {
    checkNonNegative(errors, `${at}.rollingUpdate.partition`, rollingUpdate?.partition);
    const max = rollingUpdate?.maxUnavailable;
    if (max === undefined) return;
    checkNumberOrPercent(errors, `${at}.rollingUpdate.maxUnavailable`, max);
    if (numberOrPercentValue(max) === 0) {
      errors.push(invalidValue(`${at}.rollingUpdate.maxUnavailable`, max, "cannot be 0"));
    }
    checkAtMost100Percent(errors, `${at}.rollingUpdate.maxUnavailable`, max);
  } else errors.push(invalidValue(at, spec?.updateStrategy, "must be 'RollingUpdate' or 'OnDelete'"));
}

function checkRetention(errors: Errors, spec: StatefulSetSpec | undefined): void {
  const policy = spec?.persistentVolumeClaimRetentionPolicy;
  if (policy === undefined) return;
  for (const field of ["whenDeleted", "whenScaled"] as const) {
    const value = policy[field] ?? "";
    const at = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
    if (!retentions.includes(value)) errors.push(notSupported(at, value, retentions));
  }
}

export function validateStatefulSetUpdate(object: StatefulSet, old: StatefulSet): Errors {
  const errors = validateStatefulSet(object);
  if (semanticEqual(withoutUpdatable(object.spec), withoutUpdatable(old.spec))) return errors;
  const detail =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
    "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  errors.push(forbiddenField("spec", detail));
  return errors;
}

function withoutUpdatable(spec: StatefulSetSpec | undefined): Partial<StatefulSetSpec> {
  const rest: Partial<StatefulSetSpec> = { ...spec };
  for (const field of updatable) delete rest[field];
  return rest;
}

export function validateStatefulSetStatus({ status = { replicas: 0 } }: StatefulSet, old: StatefulSet): Errors {
  const errors: Errors = [];
  const fields = {
    counts: [
      "replicas",
      "readyReplicas",
      "currentReplicas",
      "updatedReplicas",
      "availableReplicas",
      "observedGeneration",
      "collisionCount",
    ],
    parts: ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"],
  } as const;
  checkReplicaStatus(errors, status, fields, "status.readyReplicas");
  checkCollisionCount(errors, status.collisionCount, old.status?.collisionCount);
  return errors;
}
