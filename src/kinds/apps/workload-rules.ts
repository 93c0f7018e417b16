// Rules that the workloads of this group share: a selector that finds the template's pods, and a sound template.
// Kubernetes: pkg/apis/apps/validation/validation.go
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import type { ObjectMeta } from "../../apimachinery/json.ts";
import {
  type LabelMatcher,
  type LabelSelector,
  matcherFromSelector,
  validateLabelSelector,
} from "../../apimachinery/label-selector.ts";
import { checkKeepsRunning, checkPodTemplate, checkSelectorFinds } from "../core/pod/pod-template-rules.ts";
import { podOwnerNameWarnings, podSpecWarnings } from "../core/pod/pod-warnings.ts";
import type { PodTemplateSpec } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";

/** Answers what the selector matches; undefined when it can't be read, which has been reported then. */
export function checkSelector(
  errors: Errors,
  selector: LabelSelector | undefined,
  emptyMessage: string,
  unreadableMessage = "invalid label selector",
): LabelMatcher | undefined {
  if (selector === undefined) {
    errors.push(required("spec.selector"));
    return "nothing";
  }
  errors.push(...validateLabelSelector(selector, "spec.selector"));
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0) {
    errors.push(invalidValue("spec.selector", selector, emptyMessage));
  }
  try {
    return matcherFromSelector(selector);
  } catch {
    errors.push(invalidValue("spec.selector", selector, unreadableMessage));
    return undefined;
  }
}

/** Of a ReplicaSet, and of the Deployment that makes it. Kubernetes: ValidatePodTemplateSpecForReplicaSet */
export function checkReplicaTemplate(errors: Errors, matcher: LabelMatcher, template: PodTemplateSpec): void {
  const at = "spec.template";
  // A selector that is missing has been reported; nothing is said of labels then.
  if (matcher !== "nothing") checkSelectorFinds(errors, at, template, matcher);
  checkPodTemplate(errors, at, template);
  checkKeepsRunning(errors, at, template, "ReplicaSet");
}

interface WithTemplate {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly template?: PodTemplateSpec };
}

/** Of an update only what changes something: otherwise whoever labels an object would be told of its template. */
export function templateWarnings({ metadata, spec }: WithTemplate, old: WithTemplate | undefined): string[] {
  if (old !== undefined && old.metadata?.generation === metadata?.generation) return [];
  return podSpecWarnings("spec.template.spec", spec?.template?.metadata, spec?.template?.spec);
}

/** The same, and whether the name suits the pods that are named after it. */
export function namedTemplateWarnings(object: WithTemplate, old: WithTemplate | undefined): string[] {
  const names = old === undefined ? podOwnerNameWarnings(object.metadata?.name ?? "") : [];
  return [...names, ...templateWarnings(object, old)];
}
