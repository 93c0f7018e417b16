// What a pod may be when it is made, and which of its fields may change after.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePodCreate, ValidatePodUpdate

import { forbiddenField, invalidValue, required } from "../../../apimachinery/field-error.ts";
import { rangeMessage } from "../../../apimachinery/names.ts";
import { changesText } from "../../changes-text.ts";
import type { Container, NodeAffinity, NodeSelectorTerm, Pod, PodSpec, Toleration } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { mapValue } from "../../map-value.ts";
import { semanticEqual } from "../../semantic-equal.ts";
import { checkImageBlanks } from "./container-rules.ts";
import { checkPodAnnotations, checkPodAnnotationUpdate, mirrorPodAnnotation } from "./pod-annotation-rules.ts";
import { checkPodSpec } from "./pod-spec-rules.ts";
import { checkProfileAnnotations } from "./profile-annotation-rules.ts";

const emptySpec: PodSpec = { containers: [] };
const int32Max = 2 ** 31 - 1;
const updatableFields = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
];

/** What holds of a pod at any time. */
export function checkPod(errors: Errors, pod: Pod): void {
  const spec = pod.spec ?? emptySpec;
  const annotations = pod.metadata?.annotations;
  checkPodAnnotations(errors, "metadata.annotations", annotations, spec);
  const isMirror = annotations?.[mirrorPodAnnotation] !== undefined;
  checkPodSpec(errors, "spec", spec, { podName: pod.metadata?.name ?? "", isMirror });
  if (!spec.serviceAccountName) checkNoTokens(errors, spec);
  (spec.containers ?? []).forEach((one, index) => {
    checkImageBlanks(errors, `spec.containers[${index}]`, one);
  });
  (spec.initContainers ?? []).forEach((one, index) => {
    checkImageBlanks(errors, `spec.initContainers[${index}]`, one);
  });
}

function checkNoTokens(errors: Errors, spec: PodSpec): void {
  (spec.volumes ?? []).forEach((volume, index) => {
    (volume.projected?.sources ?? []).forEach((source, position) => {
      if (source.serviceAccountToken === undefined) return;
      const at = `spec.volumes[${index}].projected.sources[${position}].serviceAccountToken`;
      errors.push(forbiddenField(at, "must not be specified when serviceAccountName is not set"));
    });
  });
}

export function validatePodCreate(pod: Pod): Errors {
  const errors: Errors = [];
  checkPod(errors, pod);
  const spec = pod.spec ?? emptySpec;
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbiddenField("spec.ephemeralContainers", "cannot be set on create"));
  }
  if (spec.nodeName && (spec.schedulingGates ?? []).length > 0) {
    errors.push(forbiddenField("spec.nodeName", "cannot be set until all schedulingGates have been cleared"));
  }
  checkProfileAnnotations(errors, "spec", pod.metadata?.annotations, spec);
  return errors;
}

export function validatePodUpdate(pod: Pod, old: Pod): Errors {
  const errors: Errors = [];
  checkPod(errors, pod);
  checkPodAnnotationUpdate(errors, "metadata.annotations", pod.metadata?.annotations, old.metadata?.annotations);
  const spec = pod.spec ?? emptySpec;
  const oldSpec = old.spec ?? emptySpec;
  if (!checkImages(errors, "spec.containers", spec.containers, oldSpec.containers)) return errors;
  if (!checkImages(errors, "spec.initContainers", spec.initContainers, oldSpec.initContainers)) return errors;
  if (!checkDeadlineUpdate(errors, spec.activeDeadlineSeconds, oldSpec.activeDeadlineSeconds)) return errors;
  checkTolerationsKept(errors, spec.tolerations ?? [], oldSpec.tolerations ?? []);
  checkGatesOnlyRemoved(errors, spec, oldSpec);
  if (semanticEqual(spec, oldSpec)) return errors;
  const masked = withoutUpdatable(errors, spec, oldSpec);
  if (!semanticEqual(masked, oldSpec)) {
    const detail = `pod updates may not change fields other than ${updatableFields.join(",")}`;
    errors.push(forbiddenField("spec", `${detail}\n${changesText(oldSpec, masked)}`));
  }
  return errors;
}

/** Answers whether the containers are the same ones, so that they can be compared one by one. */
function checkImages(
  errors: Errors,
  path: string,
  containers: readonly Container[] = [],
  old: readonly Container[] = [],
): boolean {
  if (containers.length !== old.length) {
    errors.push(forbiddenField(path, "pod updates may not add or remove containers"));
    return false;
  }
  containers.forEach((container, index) => {
    if (!container.image) errors.push(required(`${path}[${index}].image`));
    checkImageBlanks(errors, `${path}[${index}]`, container);
  });
  return true;
}

/** A deadline may be set once and then only come nearer. Answers whether to go on. */
function checkDeadlineUpdate(errors: Errors, seconds: number | undefined, old: number | undefined): boolean {
  const at = "spec.activeDeadlineSeconds";
  if (seconds === undefined) {
    if (old !== undefined) {
      errors.push(invalidValue(at, undefined, "must not update from a positive integer to nil value"));
    }
    return true;
  }
  if (seconds < 0 || seconds > int32Max) {
    errors.push(invalidValue(at, seconds, rangeMessage(0, int32Max)));
    return false;
  }
  if (old !== undefined && old < seconds) {
    errors.push(invalidValue(at, seconds, "must be less than or equal to previous value"));
    return false;
  }
  return true;
}

function checkTolerationsKept(errors: Errors, tolerations: readonly Toleration[], old: readonly Toleration[]): void {
  const identity = ({ key = "", operator = "", value = "", effect = "" }: Toleration): string =>
    JSON.stringify([key, operator, value, effect]);
  const identities = new Set(tolerations.map(identity));
  const kept = old.every((toleration) => identities.has(identity(toleration)));
  if (kept) return;
  const detail = "existing toleration can not be modified except its tolerationSeconds";
  errors.push(forbiddenField("spec.tolerations", detail));
}

function checkGatesOnlyRemoved(errors: Errors, spec: PodSpec, old: PodSpec): void {
  const before = new Set((old.schedulingGates ?? []).map(({ name = "" }) => name));
  (spec.schedulingGates ?? []).forEach(({ name = "" }, index) => {
    if (before.has(name)) return;
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    errors.push(forbiddenField(`spec.schedulingGates[${index}].name`, detail));
  });
}

/** The new spec with everything that may change set back: what still differs may not. */
function withoutUpdatable(errors: Errors, spec: PodSpec, old: PodSpec): PodSpec {
  const masked: PodSpec = {
    ...spec,
    containers: withImagesOf(spec.containers, old.containers),
    initContainers: withImagesOf(spec.initContainers, old.initContainers),
  };
  setBack(masked, old, "activeDeadlineSeconds");
  setBack(masked, old, "schedulingGates");
  setBack(masked, old, "tolerations");
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1) {
    setBack(masked, old, "terminationGracePeriodSeconds");
  }
  if ((old.schedulingGates ?? []).length > 0) maskGated(errors, masked, old);
  return masked;
}

function setBack<Field extends keyof PodSpec>(spec: PodSpec, old: PodSpec, field: Field): void {
  const before = old[field];
  if (before === undefined) delete spec[field];
  else spec[field] = before;
}

function withImagesOf(containers: readonly Container[] = [], old: readonly Container[] = []): Container[] {
  return containers.map((container, index) => {
    const { image: _, ...rest } = container;
    const before = old[index]?.image;
    return before === undefined ? rest : { ...rest, image: before };
  });
}

/** While a gate keeps a pod from being scheduled, where it may go can still be narrowed down. */
function maskGated(errors: Errors, masked: PodSpec, old: PodSpec): void {
  if (!semanticEqual(masked.nodeSelector, old.nodeSelector)) {
    const after = masked.nodeSelector ?? {};
    if (Object.entries(old.nodeSelector ?? {}).some(([key, value]) => mapValue(after, key) !== value)) {
      const detail = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
      errors.push(invalidValue("spec.nodeSelector", masked.nodeSelector, detail));
    }
    setBack(masked, old, "nodeSelector");
  }
  const before = old.affinity?.nodeAffinity;
  const after = masked.affinity?.nodeAffinity;
  if (semanticEqual(before, after)) return;
  checkNodeAffinityNarrowed(errors, after, before);
  const { nodeAffinity: _, ...others } = masked.affinity ?? {};
  masked.affinity = before === undefined ? others : { ...others, nodeAffinity: before };
  if (old.affinity === undefined && Object.keys(masked.affinity).length === 0) delete masked.affinity;
}

function checkNodeAffinityNarrowed(
  errors: Errors,
  after: NodeAffinity | undefined,
  before: NodeAffinity | undefined,
): void {
  const path = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  const oldTerms = before?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (oldTerms.length === 0) return;
  const newTerms = after?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (oldTerms.length !== newTerms.length) {
    const detail = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
    errors.push(invalidValue(path, newTerms, detail));
    return;
  }
  oldTerms.forEach((term, index) => {
    const next = newTerms[index] as NodeSelectorTerm;
    if (hasOnlyAdditions(next, term)) return;
    const detail = "only additions are allowed (no mutations or deletions)";
    errors.push(invalidValue(`${path}[${index}]`, next, detail));
  });
}

function hasOnlyAdditions(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const expressions = old.matchExpressions ?? [];
  const fields = old.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) {
    return (term.matchExpressions ?? []).length === 0 && (term.matchFields ?? []).length === 0;
  }
  return (
    semanticEqual((term.matchExpressions ?? []).slice(0, expressions.length), expressions) &&
    semanticEqual((term.matchFields ?? []).slice(0, fields.length), fields)
  );
}
