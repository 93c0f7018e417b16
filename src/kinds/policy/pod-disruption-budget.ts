// PodDisruptionBudget: how many pods may be evicted at once.
import { invalidValue } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { PodDisruptionBudget } from "../facts/types.gen.ts";
import {
  checkAtMost100Percent,
  checkNonNegative,
  checkNumberOrPercent,
  checkOptionalOneOf,
  type Errors,
} from "../field-checks.ts";

export const podDisruptionBudget = builtinKind<PodDisruptionBudget>({
  group: "policy",
  version: "v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  shortNames: ["pdb"],
  scope: "Namespaced",
  needsResourceVersion: true,
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    validateCreate: validateBudget,
    validateUpdate: validateBudget,
    validateStatusUpdate,
    warnings: ({ spec }) => {
      const selector = spec?.selector;
      const everything = selector !== undefined && Object.keys(selector).length === 0;
      return everything ? ["spec.selector: empty selector matches all pods in the namespace"] : [];
    },
  },
  columns: [
    nameColumn,
    column<PodDisruptionBudget>("Min Available", "string", ({ spec }) => `${spec?.minAvailable ?? "N/A"}`),
    column<PodDisruptionBudget>("Max Unavailable", "string", ({ spec }) => `${spec?.maxUnavailable ?? "N/A"}`),
    column<PodDisruptionBudget>("Allowed Disruptions", "integer", ({ status }) => status?.disruptionsAllowed ?? 0),
    ageColumn,
  ],
});

/** Kubernetes: pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec */
function validateBudget({ spec = {} }: PodDisruptionBudget): Errors {
  const errors: Errors = [];
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    errors.push(invalidValue("spec", spec, "minAvailable and maxUnavailable cannot be both set"));
  }
  for (const field of ["minAvailable", "maxUnavailable"] as const) {
    const value = spec[field];
    if (value === undefined) continue;
    checkNumberOrPercent(errors, `spec.${field}`, value);
    checkAtMost100Percent(errors, `spec.${field}`, value);
  }
  errors.push(...validateLabelSelector(spec.selector, "spec.selector"));
  const policies = ["AlwaysAllow", "IfHealthyBudget"];
  checkOptionalOneOf(errors, "spec.unhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy, policies);
  return errors;
}

function validateStatusUpdate({ status }: PodDisruptionBudget): Errors {
  const errors: Errors = [];
  for (const field of ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"] as const) {
    checkNonNegative(errors, `status.${field}`, status?.[field]);
  }
  return errors;
}
