// Annotations of pods that mean something.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations
import { forbiddenField, invalidValue } from "../../../apimachinery/field-error.ts";
import type { PodSpec } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";

export const mirrorPodAnnotation = "kubernetes.io/config.mirror";
export const deletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";
const tolerationsAnnotation = "scheduler.alpha.kubernetes.io/tolerations";
const int32Max = 2 ** 31 - 1;

type Annotations = Readonly<Record<string, string>> | undefined;

export function checkPodAnnotations(errors: Errors, path: string, annotations: Annotations, spec: PodSpec): void {
  if (annotations === undefined) return;
  const node = annotations[mirrorPodAnnotation];
  if (node !== undefined && !spec.nodeName) {
    const detail = "must set spec.nodeName if mirror pod annotation is set";
    errors.push(invalidValue(`${path}.${mirrorPodAnnotation}`, node, detail));
  }
  const tolerations = annotations[tolerationsAnnotation];
  if (tolerations) {
    try {
      JSON.parse(tolerations);
    } catch (error) {
      errors.push(invalidValue(path, tolerationsAnnotation, (error as Error).message));
    }
  }
  const cost = annotations[deletionCostAnnotation];
  if (cost !== undefined) checkDeletionCost(errors, path, cost);
}

/** Kubernetes: pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations */
function checkDeletionCost(errors: Errors, path: string, cost: string): void {
  const at = `${path}[${deletionCostAnnotation}]`;
  if (!/^(0|-?[1-9][0-9]*)$/.test(cost) || Math.abs(Number(cost)) > int32Max) {
    errors.push(invalidValue(at, cost, "must be a 32bit integer"));
  }
}

/** What says where a pod came from can't be changed after. */
export function checkPodAnnotationUpdate(
  errors: Errors,
  path: string,
  annotations: Annotations,
  old: Annotations,
): void {
  if (annotations?.[mirrorPodAnnotation] === old?.[mirrorPodAnnotation]) return;
  if (old?.[mirrorPodAnnotation] === undefined) {
    const detail = "may not add mirror pod annotation";
    errors.push(forbiddenField(`${path}[${mirrorPodAnnotation}]`, detail));
  } else
    errors.push(forbiddenField(`${path}[${mirrorPodAnnotation}]`, "may not remove or update mirror pod annotation"));
}
