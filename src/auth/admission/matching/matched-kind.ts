// As which kind a request is asked for: its own, or an equivalent one that serves the same objects in another version.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/generic/webhook.go ShouldCallHook,
// policy/matching/matching.go matchesResourceRules
import type { NamedRuleWithOperations, RuleWithOperations } from "../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../kinds/kind.ts";
import type { KindRegistry } from "../../../kinds/kind-registry.ts";
import type { AdmissionOperation } from "../step.ts";
import { type RuleTarget, ruleMatches } from "./rule-matches.ts";

/** What rules look at. */
export interface ResourceTarget {
  readonly operation: AdmissionOperation;
  readonly kind: Kind;
  readonly subresource: string;
}

export interface ResourceRules {
  readonly rules: readonly (RuleWithOperations & Pick<NamedRuleWithOperations, "resourceNames">)[];
  readonly matchPolicy: string | undefined;
}

/** The kind to show the request as; undefined: no rule asks for it. `name` counts for rules that name objects. */
export function matchedKind(
  { rules, matchPolicy }: ResourceRules,
  target: ResourceTarget,
  kinds: KindRegistry,
  name?: string,
): Kind | undefined {
  const asks = (kind: Kind) => {
    const seen = ruleTarget(target, kind);
    return rules.some((rule) => namesIt(rule.resourceNames, name) && ruleMatches(rule, seen));
  };
  if (asks(target.kind)) return target.kind;
  if (matchPolicy === "Exact") return undefined;
  return kinds.servedFrom(target.kind.collection).find((one) => one !== target.kind && asks(one));
}

function namesIt(names: readonly string[] | undefined, name: string | undefined): boolean {
  return names === undefined || names.length === 0 || (name !== undefined && names.includes(name));
}

function ruleTarget({ operation, subresource }: ResourceTarget, kind: Kind): RuleTarget {
  const { group, version, plural: resource, scope } = kind;
  return { operation, group, version, resource, subresource, namespaced: scope === "Namespaced" };
}
