// What a rule of a role may grant.
// Kubernetes: pkg/apis/rbac/validation/validation.go ValidatePolicyRule
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import type { PolicyRule } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";

export function checkPolicyRules(
  errors: Errors,
  rules: readonly PolicyRule[] | undefined,
  options: { readonly namespaced: boolean },
): void {
  (rules ?? []).forEach((rule, index) => {
    checkRule(errors, `rules[${index}]`, rule, options.namespaced);
  });
}

function checkRule(errors: Errors, path: string, rule: PolicyRule, namespaced: boolean): void {
  const { verbs = [], nonResourceURLs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if (verbs.length === 0) errors.push(required(`${path}.verbs`, "verbs must contain at least one value"));
  if (nonResourceURLs.length > 0) {
    const at = `${path}.nonResourceURLs`;
    if (namespaced) {
      errors.push(invalidValue(at, nonResourceURLs, "namespaced rules cannot apply to non-resource URLs"));
    }
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      const detail = "rules cannot apply to both regular resources and non-resource URLs";
      errors.push(invalidValue(at, nonResourceURLs, detail));
    }
    return;
  }
  if (apiGroups.length === 0) {
    errors.push(required(`${path}.apiGroups`, "resource rules must supply at least one api group"));
  }
  if (resources.length === 0) {
    errors.push(required(`${path}.resources`, "resource rules must supply at least one resource"));
  }
}
