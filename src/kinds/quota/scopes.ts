// Scopes of a quota: which objects it is about. Kubernetes: pkg/quota/v1/evaluator/core/pods.go podMatchesScopeFunc
import { type LabelMatcher, type LabelOperator, matchesLabels } from "../../apimachinery/label-selector.ts";
import type { ResourceQuota } from "../facts/types.gen.ts";
import type { Requirement } from "./evaluator.ts";

const operators: Readonly<Record<string, LabelOperator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
};

/** Everything an object must meet. Kubernetes: getScopeSelectorsFromQuota */
export function scopesOf({ spec }: Readonly<ResourceQuota>): readonly Requirement[] {
  const listed = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: "Exists" }));
  return [...listed, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

/** Whether the name of a class that an object has, or none, meets the requirement. */
export function classMeets({ scopeName, operator, values = [] }: Requirement, className: string | undefined): boolean {
  const known = operators[operator];
  if (known === undefined) return false;
  const matcher: LabelMatcher = [{ key: scopeName, operator: known, values }];
  return matchesLabels(matcher, className ? { [scopeName]: className } : {});
}
