// `spec.resources` of a pod: what the pod as a whole asks for, defaulted from its containers and checked against them.
// Kubernetes: pkg/apis/core/v1/defaults.go defaultPodRequests, pkg/apis/core/validation/validation.go validatePodResources

import { forbiddenField, invalidValue } from "../../../apimachinery/field-error.ts";
import { compareQuantities, parseQuantity, quantityText } from "../../../apimachinery/quantity.ts";
import type { PodSpec } from "../../facts/types.gen.ts";
import type { Errors } from "../../field-checks.ts";
import { mapValue } from "../../map-value.ts";
import { compareAmounts } from "../resources/resource-amounts.ts";
import { isHugePages, isOvercommitAllowed, isPodLevelResource } from "../resources/resource-names.ts";
import { checkPodLevelResources } from "../resources/resource-rules.ts";
import { containerLimits, containerRequestTotals } from "./pod-requests.ts";

/** Requests that the pod leaves out are those of its containers, else its limits. */
export function setPodLevelRequestDefaults(spec: PodSpec): void {
  const { resources } = spec;
  if (resources?.limits === undefined || Object.keys(resources.limits).length === 0) return;
  const requests = resources.requests ?? {};
  for (const [name, amount] of containerRequestTotals(spec)) {
    if (isPodLevelResource(name) && isOvercommitAllowed(name)) requests[name] ??= quantityText(amount);
  }
  for (const [name, amount] of Object.entries(resources.limits)) {
    if (isPodLevelResource(name)) requests[name] ??= amount;
  }
  if (Object.keys(requests).length > 0) resources.requests = requests;
}

export function checkPodResources(errors: Errors, path: string, spec: PodSpec, podClaims: ReadonlySet<string>): void {
  const { resources } = spec;
  if (resources === undefined) return;
  if (spec.os?.name === "windows") {
    errors.push(forbiddenField(path, "may not be set for a windows pod"));
    return;
  }
  if (resources.claims !== undefined) {
    errors.push(forbiddenField(`${path}.claims`, "claims may not be set for Resources at pod-level"));
  }
  checkPodLevelResources(errors, path, resources, podClaims);
  checkConsistency(errors, path, spec);
}

function checkConsistency(errors: Errors, path: string, spec: PodSpec): void {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  for (const [name, total] of containerRequestTotals(spec)) {
    const own = mapValue(requests, name);
    if (own === undefined || compareQuantities(total, parseQuantity(own)) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${quantityText(total)}`;
    errors.push(invalidValue(`${path}.requests[${name}]`, own, detail));
  }
  for (const [name, total] of containerLimits(spec)) {
    const own = mapValue(limits, name);
    if (!isHugePages(name) || own === undefined || compareQuantities(total, parseQuantity(own)) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container limits of ${quantityText(total)}`;
    errors.push(invalidValue(`${path}.limits[${name}]`, own, detail));
  }
  (spec.containers ?? []).forEach((container, index) => {
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const own = mapValue(limits, name);
      if (own === undefined || compareAmounts(limit, own) <= 0) continue;
      const at = `${path}.containers[${index}][${name}].limits`;
      errors.push(invalidValue(at, limit, `must be less than or equal to pod limits of ${own}`));
    }
  });
}
