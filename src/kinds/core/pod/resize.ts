// The `resize` subresource: more or less cpu and memory for a pod that runs.
// Kubernetes: pkg/registry/core/pod/strategy.go podResizeStrategy, pkg/apis/core/validation/validation.go ValidatePodResize

import { forbiddenField, invalidValue } from "../../../apimachinery/field-error.ts";
import type { Container, Pod, PodSpec, ResourceRequirements } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { mapValue } from "../../map-value.ts";
import { semanticEqual } from "../../semantic-equal.ts";
import { mirrorPodAnnotation } from "./pod-annotation-rules.ts";
import { isSidecar } from "./pod-requests.ts";
import { checkPod } from "./pod-rules.ts";
import { computeQosClass, qosClass } from "./qos-class.ts";

const emptySpec: PodSpec = { containers: [] };

/** The stored pod with the resources of `update`; neither argument is changed. Containers that don't fit are left to the rules. */
export function withResize(old: Pod, update: Pod): Pod {
  const before = old.spec ?? emptySpec;
  const after = update.spec ?? emptySpec;
  const containers = resizedContainers(after.containers, before.containers);
  const initContainers = resizedContainers(after.initContainers, before.initContainers);
  return {
    ...old,
    spec: {
      ...before,
      containers,
      ...(initContainers.length === 0 ? {} : { initContainers }),
      ...(after.resources === undefined ? {} : { resources: after.resources }),
    },
  };
}

function resizedContainers(containers: readonly Container[] = [], old: readonly Container[] = []): Container[] {
  const same = containers.length === old.length && containers.every(({ name }, index) => name === old[index]?.name);
  if (!same) return [...containers];
  return old.map((container, index) => {
    const { resources: _r, resizePolicy: _p, ...rest } = container;
    const { resources, resizePolicy } = containers[index] as Container;
    return {
      ...rest,
      ...(resources === undefined ? {} : { resources }),
      ...(resizePolicy === undefined ? {} : { resizePolicy }),
    };
  });
}

export function validateResize(pod: Pod, old: Pod): Errors {
  if (old.metadata?.annotations?.[mirrorPodAnnotation] !== undefined) {
    return [forbiddenField("", "static pods cannot be resized")];
  }
  if (old.spec?.os?.name === "windows") return [forbiddenField("", "windows pods cannot be resized")];
  const errors: Errors = [];
  checkPod(errors, pod);
  if (qosClass(old) !== computeQosClass(pod.spec)) {
    const detail = "Pod QOS Class may not change as a result of resizing";
    errors.push(invalidValue("spec", pod.status?.qosClass ?? "", detail));
  }
  const running = (old.status?.containerStatuses ?? []).find(({ state }) => state?.running !== undefined);
  if (running !== undefined && running.resources === undefined) {
    errors.push(forbiddenField("spec", "Pod running on node without support for resize"));
  }
  const after = pod.spec ?? emptySpec;
  const before = old.spec ?? emptySpec;
  checkPodLevel(errors, after, before);
  if (!checkSameContainers(errors, after, before)) return errors;
  (before.initContainers ?? []).forEach((container, index) => {
    const next = after.initContainers?.[index] as Container;
    const at = `spec.initContainers[${index}]`;
    if (isSidecar(container)) checkContainer(errors, at, next, container, at, "init or sidecar containers");
    else if (!semanticEqual(next, container)) {
      errors.push(forbiddenField("spec", "resources for non-sidecar init containers are immutable"));
    }
  });
  (before.containers ?? []).forEach((container, index) => {
    checkContainer(errors, `spec.containers[${index}]`, after.containers[index] as Container, container, "spec", "");
  });
  return errors;
}

function checkPodLevel(errors: Errors, after: PodSpec, before: PodSpec): void {
  if (before.resources === undefined && after.resources === undefined) return;
  if (before.resources !== undefined && after.resources === undefined) {
    errors.push(forbiddenField("spec.resources", "pod-level resources cannot be removed"));
    return;
  }
  for (const list of ["requests", "limits"] as const) {
    if (isRemoved(after.resources?.[list], before.resources?.[list])) {
      errors.push(forbiddenField(`spec.resources.${list}`, `pod-level resource ${list} cannot be removed`));
    }
  }
  if (!semanticEqual(othersOf(after.resources), othersOf(before.resources))) {
    errors.push(forbiddenField("spec", "only cpu and memory resources are mutable at pod-level"));
  }
}

function checkSameContainers(errors: Errors, after: PodSpec, before: PodSpec): boolean {
  const count = errors.length;
  for (const list of ["containers", "initContainers"] as const) {
    const now = after[list] ?? [];
    const old = before[list] ?? [];
    if (now.length !== old.length) {
      errors.push(forbiddenField(`spec.${list}`, `${list} may not be added or removed on resize`));
      continue;
    }
    old.forEach(({ name }, index) => {
      if (now[index]?.name === name) return;
      errors.push(forbiddenField(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`));
    });
  }
  return errors.length === count;
}

function checkContainer(
  errors: Errors,
  path: string,
  next: Container,
  container: Container,
  reportAt: string,
  whose: string,
): void {
  for (const list of ["requests", "limits"] as const) {
    if (isRemoved(next.resources?.[list], container.resources?.[list])) {
      errors.push(forbiddenField(`${path}.resources.${list}`, `resource ${list} cannot be removed`));
    }
  }
  const rest = (one: Container) => ({ ...one, resources: othersOf(one.resources) });
  if (semanticEqual(rest(next), rest(container))) return;
  const subject = whose === "" ? "" : ` for ${whose}`;
  errors.push(forbiddenField(reportAt, `only cpu and memory resources${subject} are mutable`));
}

function isRemoved(after: Record<string, string> = {}, before: Record<string, string> = {}): boolean {
  return Object.keys(before).some((name) => mapValue(after, name) === undefined);
}

/** What a resize may not touch: everything but cpu and memory. */
function othersOf(resources: ResourceRequirements | undefined): object {
  const without = ({ cpu: _c, memory: _m, ...others }: Record<string, string> = {}) => others;
  const { limits, requests, ...rest } = resources ?? {};
  return { ...rest, limits: without(limits), requests: without(requests) };
}
