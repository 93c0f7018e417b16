// Which requests a webhook or a policy asks for.
// Kubernetes: pkg/apis/admissionregistration/validation/validation.go
import { duplicate, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isPathSegmentName } from "../../apimachinery/names.ts";
import type { MatchResources, NamedRuleWithOperations, RuleWithOperations } from "../facts/types.gen.ts";
import { checkMessages, checkOneOf, checkOptionalOneOf, type Errors } from "../field-checks.ts";

const operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const scopes = ["*", "Cluster", "Namespaced"];

export const failurePolicies = ["Fail", "Ignore"];
export const matchPolicies = ["Equivalent", "Exact"];

export function setRuleDefaults(rules: readonly RuleWithOperations[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= "*";
}

export function setMatchResourcesDefaults(match: MatchResources): void {
  match.matchPolicy ??= "Equivalent";
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  setRuleDefaults(match.resourceRules);
  setRuleDefaults(match.excludeResourceRules);
}

export function checkRule(errors: Errors, path: string, rule: RuleWithOperations): void {
  checkWildcardList(errors, `${path}.operations`, rule.operations, "operations");
  (rule.operations ?? []).forEach((operation, index) => {
    if (!operations.includes(operation)) {
      errors.push(notSupported(`${path}.operations[${index}]`, operation, operations));
    }
  });
  checkWildcardList(errors, `${path}.apiGroups`, rule.apiGroups, "API groups");
  checkWildcardList(errors, `${path}.apiVersions`, rule.apiVersions, "API versions");
  (rule.apiVersions ?? []).forEach((version, index) => {
    if (version === "") errors.push(required(`${path}.apiVersions[${index}]`));
  });
  checkResources(errors, `${path}.resources`, rule.resources ?? []);
  checkOptionalOneOf(errors, `${path}.scope`, rule.scope, scopes);
}

function checkWildcardList(errors: Errors, path: string, list: readonly string[] = [], what: string): void {
  if (list.length === 0) errors.push(required(path));
  if (list.length > 1 && list.includes("*")) {
    errors.push(invalidValue(path, list, `if '*' is present, must not specify other ${what}`));
  }
}

// `pods`, `pods/status`, `pods/*`, `*/scale`, `*` or `*/*`: none of them inside another.
function checkResources(errors: Errors, path: string, resources: readonly string[]): void {
  if (resources.length === 0) errors.push(required(path));
  const ofResource = new Set<string>();
  const ofSubresource = new Set<string>();
  let hasPlain = false;
  resources.forEach((resource, index) => {
    const at = `${path}[${index}]`;
    if (resource === "") {
      errors.push(required(at));
      return;
    }
    const slash = resource.indexOf("/");
    if (slash < 0) {
      hasPlain = resource !== "*";
      return;
    }
    const [main, sub] = [resource.slice(0, slash), resource.slice(slash + 1)];
    if (ofResource.has(main)) {
      errors.push(invalidValue(at, resource, `if '${main}/*' is present, must not specify ${resource}`));
    }
    if (ofSubresource.has(sub)) {
      errors.push(invalidValue(at, resource, `if '*/${sub}' is present, must not specify ${resource}`));
    }
    if (sub === "*") ofResource.add(main);
    if (main === "*") ofSubresource.add(sub);
  });
  if (resources.length > 1 && resources.includes("*/*")) {
    errors.push(invalidValue(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes("*") && hasPlain) {
    const detail = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidValue(path, resources, detail));
  }
}

export function checkMatchResources(errors: Errors, path: string, match: MatchResources): void {
  checkOneOf(errors, `${path}.matchPolicy`, match.matchPolicy, matchPolicies);
  for (const field of ["namespaceSelector", "objectSelector"] as const) {
    if (match[field] === undefined) errors.push(required(`${path}.${field}`));
    else errors.push(...validateLabelSelector(match[field], `${path}.${field}`));
  }
  for (const field of ["resourceRules", "excludeResourceRules"] as const) {
    (match[field] ?? []).forEach((rule, index) => {
      checkNamedRule(errors, `${path}.${field}[${index}]`, rule);
    });
  }
}

function checkNamedRule(errors: Errors, path: string, rule: NamedRuleWithOperations): void {
  const seen = new Set<string>();
  (rule.resourceNames ?? []).forEach((name, index) => {
    const at = `${path}.resourceNames[${index}]`;
    checkMessages(errors, at, name, isPathSegmentName(name));
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
  });
  checkRule(errors, path, rule);
}
