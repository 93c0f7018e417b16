// Whether a rule of a webhook or a policy asks for a request, by operation, resource and scope.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go
import type { RuleWithOperations } from "../../../kinds/facts/types.gen.ts";
import type { AdmissionOperation } from "../step.ts";

export interface RuleTarget {
  readonly operation: AdmissionOperation;
  readonly group: string;
  readonly version: string;
  /** The plural. */
  readonly resource: string;
  /** "" for the main resource. */
  readonly subresource: string;
  readonly namespaced: boolean;
}

export function ruleMatches(rule: RuleWithOperations, target: RuleTarget): boolean {
  return (
    scopeMatches(rule.scope ?? "*", target) &&
    has(rule.operations, target.operation) &&
    has(rule.apiGroups, target.group) &&
    has(rule.apiVersions, target.version) &&
    (rule.resources ?? []).some((resource) => resourceMatches(resource, target))
  );
}

function has(list: readonly string[] = [], value: string): boolean {
  return list.includes("*") || list.includes(value);
}

function scopeMatches(scope: string, { namespaced }: RuleTarget): boolean {
  return scope === "*" || (scope === "Namespaced") === namespaced;
}

/** `pods`, `pods/status`, `pods/*`, `*\/scale`; `*` are all main resources, `*\/*` everything. */
function resourceMatches(text: string, { resource, subresource }: RuleTarget): boolean {
  const slash = text.indexOf("/");
  const main = slash < 0 ? text : text.slice(0, slash);
  const sub = slash < 0 ? "" : text.slice(slash + 1);
  return (main === "*" || main === resource) && (sub === "*" || sub === subresource);
}
