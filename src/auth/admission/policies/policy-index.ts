// Policies with their bindings, as requests look them up. Made once for the lists that a cluster's configurations are.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_source.go
import type { ObjectMeta } from "../../../apimachinery/json.ts";
import type { MatchResources, ParamKind, ParamRef } from "../../../kinds/facts/types.gen.ts";
import type { ResourceRules } from "../matching/matched-kind.ts";
import { ResourceIndex } from "../matching/resource-index.ts";
import { type Constraints, constraintsOf } from "./constraints.ts";

/** What both sorts of policies have. */
export interface AnyPolicy {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly failurePolicy?: string;
    readonly paramKind?: ParamKind;
    readonly matchConstraints?: MatchResources;
  };
}

export interface AnyBinding {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly policyName?: string;
    readonly paramRef?: ParamRef;
    readonly matchResources?: MatchResources;
  };
}

export interface Bound<Binding> {
  readonly binding: Binding;
  /** Undefined: wherever the policy applies. */
  readonly constraints: Constraints | undefined;
}

export interface PolicyHook<Policy, Binding> extends ResourceRules {
  readonly policy: Policy;
  readonly constraints: Constraints;
  readonly bindings: readonly Bound<Binding>[];
}

type Index = ResourceIndex<PolicyHook<AnyPolicy, AnyBinding>>;

const indexes = new WeakMap<
  readonly AnyPolicy[],
  { readonly bindings: readonly AnyBinding[]; readonly index: Index }
>();

/** Policies that nothing binds have no say, and are not in it. In the order of names. */
export function policyIndex<Policy extends AnyPolicy, Binding extends AnyBinding>(
  policies: readonly Policy[],
  bindings: readonly Binding[],
): ResourceIndex<PolicyHook<Policy, Binding>> {
  const known = indexes.get(policies);
  if (known?.bindings === bindings) return known.index as ResourceIndex<PolicyHook<Policy, Binding>>;
  const made = new ResourceIndex(sorted(policies).flatMap((policy) => hookOf(policy, bindings)));
  indexes.set(policies, { bindings, index: made as unknown as Index });
  return made;
}

function hookOf<Policy extends AnyPolicy, Binding extends AnyBinding>(
  policy: Policy,
  bindings: readonly Binding[],
): PolicyHook<Policy, Binding>[] {
  const match = policy.spec?.matchConstraints;
  const own = sorted(bindings.filter(({ spec }) => spec?.policyName === policy.metadata?.name));
  if (match === undefined || own.length === 0) return [];
  const constraints = constraintsOf(match);
  return [
    {
      policy,
      constraints,
      // Which objects a rule names counts when there is a request: the index goes by resource alone.
      rules: constraints.included.rules.map(({ resourceNames: _names, ...rule }) => rule),
      matchPolicy: match.matchPolicy,
      bindings: own.map((binding) => ({
        binding,
        constraints:
          binding.spec?.matchResources === undefined ? undefined : constraintsOf(binding.spec.matchResources),
      })),
    },
  ];
}

function sorted<Named extends { readonly metadata?: ObjectMeta }>(list: readonly Named[]): Named[] {
  return [...list].sort((left, right) => ((left.metadata?.name ?? "") < (right.metadata?.name ?? "") ? -1 : 1));
}
