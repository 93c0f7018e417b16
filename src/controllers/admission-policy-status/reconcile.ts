// Says of each ValidatingAdmissionPolicy which of its expressions don't fit the kinds that it asks for.
// Kubernetes: pkg/controller/validatingadmissionpolicystatus/controller.go
import { validatingAdmissionPolicies } from "../../kinds/kind-refs.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { own } from "../runtime/watch-rules.ts";
import { expressionWarnings } from "./plan.ts";

export function admissionPolicyStatusController(kinds: () => KindRegistry): Controller {
  return {
    name: "validatingadmissionpolicy-status",
    scope: "Cluster",
    watches: [own(validatingAdmissionPolicies)],
    async reconcile(key, { client }) {
      const policy = await client.get(validatingAdmissionPolicies, key);
      if (policy === undefined) return done;
      const { generation = 0, resourceVersion = "" } = policy.metadata ?? {};
      if (policy.status?.observedGeneration === generation) return done;
      const warnings = expressionWarnings(policy, kinds());
      const typeChecking = { expressionWarnings: warnings.length === 0 ? null : warnings };
      const status = { observedGeneration: generation, typeChecking };
      const change = { metadata: { resourceVersion }, status };
      await client.patch(validatingAdmissionPolicies, key, change as never, "status");
      return done;
    },
  };
}
