// Whether a policy, or one of its bindings, is about a request.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/matching/matching.go
import type { MatchResources } from "../../../kinds/facts/types.gen.ts";
import type { Kind } from "../../../kinds/kind.ts";
import { matchedKind, type ResourceRules } from "../matching/matched-kind.ts";
import { type Selectors, selectorsOf, selects } from "../matching/selectors.ts";
import type { AdmissionHost, AdmissionRequest } from "../step.ts";

export interface Constraints {
  readonly selectors: Selectors;
  /** None: everything is included. */
  readonly included: ResourceRules;
  readonly excluded: ResourceRules;
}

export function constraintsOf(match: MatchResources): Constraints {
  const { matchPolicy, resourceRules = [], excludeResourceRules = [] } = match;
  return {
    selectors: selectorsOf(match),
    included: { rules: resourceRules, matchPolicy },
    excluded: { rules: excludeResourceRules, matchPolicy },
  };
}

/** The kind to show the request as; undefined: it is none of theirs. */
export function constrainedKind(
  { selectors, included, excluded }: Constraints,
  host: Pick<AdmissionHost, "facts" | "find" | "kinds">,
  request: AdmissionRequest,
): Kind | undefined {
  if (!selects(selectors, host, request)) return undefined;
  const { name } = request;
  if (excluded.rules.length > 0 && matchedKind(excluded, request, host.kinds(), name) !== undefined) return undefined;
  return included.rules.length === 0 ? request.kind : matchedKind(included, request, host.kinds(), name);
}
