// What a quota may count, and of which pods.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateResourceQuota
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import type { ResourceQuota, ResourceQuotaSpec } from "../facts/types.gen.ts";
import { type Errors, immutableMessage } from "../field-checks.ts";
import { isStandardQuotaResource } from "./resources/resource-names.ts";
import { checkAmount, checkQuotaResourceName } from "./resources/resource-rules.ts";

const podResources: ReadonlySet<string> = new Set([
  "pods",
  "cpu",
  "memory",
  "limits.cpu",
  "limits.memory",
  "requests.cpu",
  "requests.memory",
]);
const claimResources: ReadonlySet<string> = new Set(["persistentvolumeclaims", "requests.storage"]);

/** What each scope may be put on. */
const scopes: Readonly<Record<string, (resource: string) => boolean>> = {
  Terminating: (resource) => podResources.has(resource),
  NotTerminating: (resource) => podResources.has(resource),
  NotBestEffort: (resource) => podResources.has(resource),
  PriorityClass: (resource) => podResources.has(resource),
  CrossNamespacePodAffinity: (resource) => podResources.has(resource),
  BestEffort: (resource) => resource === "pods",
  VolumeAttributesClass: (resource) => claimResources.has(resource),
};
const opposites = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
] as const;
const onlyExists =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, " +
  "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

export function validateQuota(object: ResourceQuota): Errors {
  const errors: Errors = [];
  checkSpec(errors, object.spec ?? {});
  errors.push(...validateQuotaStatus(object));
  return errors;
}

export function validateQuotaUpdate(object: ResourceQuota, old: ResourceQuota): Errors {
  const errors: Errors = [];
  checkSpec(errors, object.spec ?? {});
  const after = new Set(object.spec?.scopes ?? []);
  const before = new Set(old.spec?.scopes ?? []);
  if (after.size !== before.size || [...after].some((scope) => !before.has(scope))) {
    errors.push(invalidValue("spec.scopes", object.spec?.scopes, immutableMessage));
  }
  return errors;
}

export function validateQuotaStatus({ status }: ResourceQuota): Errors {
  const errors: Errors = [];
  checkAmounts(errors, "status.hard", status?.hard);
  checkAmounts(errors, "status.used", status?.used);
  return errors;
}

function checkAmounts(errors: Errors, path: string, amounts: Record<string, string> | undefined): void {
  for (const [name, amount] of Object.entries(amounts ?? {})) {
    checkQuotaResourceName(errors, `${path}[${name}]`, name);
    checkAmount(errors, `${path}[${name}]`, name, amount);
  }
}

function checkSpec(errors: Errors, spec: ResourceQuotaSpec): void {
  checkAmounts(errors, "spec.hard", spec.hard);
  const counted = Object.keys(spec.hard ?? {})
    .filter(isStandardQuotaResource)
    .sort();
  const listed = spec.scopes ?? [];
  for (const scope of listed) {
    if (scopes[scope] === undefined) errors.push(invalidValue("spec.scopes", listed, "unsupported scope"));
    checkApplies(errors, "spec.scopes", listed, scope, counted);
  }
  checkOpposites(errors, "spec.scopes", listed, listed);
  checkSelector(errors, spec, counted);
}

function checkApplies(errors: Errors, path: string, value: unknown, scope: string, counted: readonly string[]): void {
  const applies = scopes[scope];
  for (const resource of counted) {
    if (applies !== undefined && !applies(resource)) {
      errors.push(invalidValue(path, value, "unsupported scope applied to resource"));
    }
  }
}

function checkOpposites(errors: Errors, path: string, value: unknown, found: readonly string[]): void {
  for (const pair of opposites) {
    if (pair.every((scope) => found.includes(scope))) errors.push(invalidValue(path, value, "conflicting scopes"));
  }
}

function checkSelector(errors: Errors, spec: ResourceQuotaSpec, counted: readonly string[]): void {
  const requirements = spec.scopeSelector?.matchExpressions ?? [];
  const at = "spec.scopeSelector.matchExpressions";
  for (const { scopeName, operator, values = [] } of requirements) {
    if (scopes[scopeName] === undefined) {
      errors.push(invalidValue(`${at}.scopeName`, scopeName ?? "", "unsupported scope"));
    }
    checkApplies(errors, at, spec.scopeSelector, scopeName, counted);
    const hasValues = scopeName === "PriorityClass" || scopeName === "VolumeAttributesClass";
    if (scopes[scopeName] !== undefined && !hasValues && operator !== "Exists") {
      errors.push(invalidValue(`${at}.operator`, operator ?? "", onlyExists));
    }
    if (operator === "In" || operator === "NotIn") {
      if (values.length === 0) {
        const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
        errors.push(required(`${at}.values`, detail));
      }
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      if (values.length > 0) {
        const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
        errors.push(invalidValue(`${at}.values`, values, detail));
      }
    } else errors.push(invalidValue(`${at}.operator`, operator ?? "", "not a valid selector operator"));
  }
  const names = requirements.map(({ scopeName }) => scopeName);
  checkOpposites(errors, at, spec.scopes, names);
}
