// How a pod and its like are spread over zones, hosts and so on.
// Kubernetes: pkg/apis/core/validation/validation.go validateTopologySpreadConstraints
import { duplicate, invalidValue, notSupported, required } from "../../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../../apimachinery/label-selector.ts";
import type { TopologySpreadConstraint } from "../../facts/types.gen.ts";
import { checkOptionalOneOf, checkPositive, type Errors } from "../../field-checks.ts";
import { checkMatchLabelKeys } from "./affinity-rules.ts";

const actions = ["DoNotSchedule", "ScheduleAnyway"];
const inclusionPolicies = ["Honor", "Ignore"];

export function checkTopologySpread(
  errors: Errors,
  path: string,
  constraints: readonly TopologySpreadConstraint[] | undefined,
): void {
  const lastOf = new Map<string, number>();
  (constraints ?? []).forEach(({ topologyKey = "", whenUnsatisfiable = "" }, index) => {
    lastOf.set(JSON.stringify([topologyKey, whenUnsatisfiable]), index);
  });
  (constraints ?? []).forEach((constraint, index) => {
    const at = `${path}[${index}]`;
    const { topologyKey = "", whenUnsatisfiable = "", minDomains } = constraint;
    checkPositive(errors, `${at}.maxSkew`, constraint.maxSkew ?? 0);
    if (!topologyKey) errors.push(required(`${at}.topologyKey`, "can not be empty"));
    if (!actions.includes(whenUnsatisfiable)) {
      errors.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, actions));
    }
    const pair = JSON.stringify([topologyKey, whenUnsatisfiable]);
    // Upstream complains of the one that is repeated, not of its repetition.
    if ((lastOf.get(pair) ?? index) > index) {
      errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`));
    }
    if (minDomains !== undefined) {
      checkPositive(errors, `${at}.minDomains`, minDomains);
      if (whenUnsatisfiable !== "DoNotSchedule") {
        const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
        errors.push(invalidValue(`${at}.minDomains`, minDomains, detail));
      }
    }
    checkOptionalOneOf(errors, `${at}.nodeAffinityPolicy`, constraint.nodeAffinityPolicy, inclusionPolicies);
    checkOptionalOneOf(errors, `${at}.nodeTaintsPolicy`, constraint.nodeTaintsPolicy, inclusionPolicies);
    checkMatchLabelKeys(errors, at, constraint.matchLabelKeys ?? [], [], constraint.labelSelector);
    errors.push(...validateLabelSelector(constraint.labelSelector, `${at}.labelSelector`));
  });
}
