// What no webhook and no policy is asked about: they could be made impossible to remove.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go IsExemptAdmissionConfigurationResource
import { admissionCollections } from "../../../kinds/cluster-facts.ts";
import type { Kind } from "../../../kinds/kind.ts";

const configurations: ReadonlySet<string> = new Set(Object.values(admissionCollections));
const policies: ReadonlySet<string> = new Set(
  Object.entries(admissionCollections)
    .filter(([key]) => !key.endsWith("Webhooks"))
    .map(([, collection]) => collection),
);

export function isExemptFromWebhooks({ collection }: Kind): boolean {
  return configurations.has(collection);
}

/** Policies may judge webhooks, but not each other. */
export function isExemptFromPolicies({ collection }: Kind): boolean {
  return policies.has(collection);
}
