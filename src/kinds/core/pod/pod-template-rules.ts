// What the template of a workload's pods may be.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePodTemplateSpec
import { forbiddenField, invalidValue, notSupported } from "../../../apimachinery/field-error.ts";
import { type LabelMatcher, matchesLabels } from "../../../apimachinery/label-selector.ts";
import { validateAnnotations, validateLabels } from "../../../apimachinery/object-meta.ts";
import type { PodSpec, PodTemplateSpec } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { checkPodAnnotations } from "./pod-annotation-rules.ts";
import { checkPodSpec } from "./pod-spec-rules.ts";
import { checkProfileAnnotations } from "./profile-annotation-rules.ts";

const emptySpec: PodSpec = { containers: [] };

export function checkPodTemplate(errors: Errors, path: string, template: PodTemplateSpec): void {
  const spec = template.spec ?? emptySpec;
  const { labels, annotations } = template.metadata ?? {};
  if (labels !== undefined) errors.push(...validateLabels(labels, `${path}.labels`));
  if (annotations !== undefined) errors.push(...validateAnnotations(annotations, `${path}.annotations`));
  checkPodAnnotations(errors, `${path}.annotations`, annotations, spec);
  checkPodSpec(errors, `${path}.spec`, spec, { podName: "", isMirror: false });
  checkProfileAnnotations(errors, `${path}.spec`, annotations, spec);
  if ((spec.ephemeralContainers ?? []).length > 0) {
    const detail = "ephemeral containers not allowed in pod template";
    errors.push(forbiddenField(`${path}.spec.ephemeralContainers`, detail));
  }
}

/** A workload's selector must find the pods that its template makes. */
export function checkSelectorFinds(
  errors: Errors,
  path: string,
  template: PodTemplateSpec | undefined,
  matcher: LabelMatcher,
): void {
  const labels = template?.metadata?.labels;
  if (matchesLabels(matcher, labels)) return;
  const detail = "`selector` does not match template `labels`";
  errors.push(invalidValue(`${path}.metadata.labels`, labels, detail));
}

/** Workloads that keep pods running restart them always, and set no deadline. */
export function checkKeepsRunning(errors: Errors, path: string, template: PodTemplateSpec, workload: string): void {
  const restartPolicy = template.spec?.restartPolicy ?? "";
  if (restartPolicy !== "Always") {
    errors.push(notSupported(`${path}.spec.restartPolicy`, restartPolicy, ["Always"]));
  }
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${workload} is not Supported`;
    errors.push(forbiddenField(`${path}.spec.activeDeadlineSeconds`, detail));
  }
}
