// Whether any webhook or policy of a cluster may want to see reviews: only then are they shown around.
import type { AdmissionConfigurations } from "../../../kinds/cluster-facts.ts";
import type { RuleWithOperations } from "../../../kinds/facts/types.gen.ts";

const groups = ["*", "authentication.k8s.io", "authorization.k8s.io"];
const operations = ["*", "CREATE"];

export function wantsReviews(configurations: AdmissionConfigurations): boolean {
  return rulesOf(configurations).some((rule) => hasAny(rule.apiGroups, groups) && hasAny(rule.operations, operations));
}

function rulesOf(configurations: AdmissionConfigurations): RuleWithOperations[] {
  const { mutatingWebhooks, validatingWebhooks, mutatingPolicies, validatingPolicies } = configurations;
  return [
    ...[...mutatingWebhooks, ...validatingWebhooks].flatMap(({ webhooks = [] }) =>
      webhooks.flatMap(({ rules = [] }) => rules),
    ),
    ...[...mutatingPolicies, ...validatingPolicies].flatMap(({ spec }) => spec?.matchConstraints?.resourceRules ?? []),
  ];
}

function hasAny(list: readonly string[] = [], values: readonly string[]): boolean {
  return list.some((value) => values.includes(value));
}
