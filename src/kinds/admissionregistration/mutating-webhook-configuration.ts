// MutatingWebhookConfiguration: webhooks that change objects on admission.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { MutatingWebhookConfiguration } from "../facts/types.gen.ts";
import { setWebhookDefaults, validateWebhooks } from "./webhook-rules.ts";

export const mutatingWebhookConfiguration = builtinKind<MutatingWebhookConfiguration>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingWebhookConfiguration",
  plural: "mutatingwebhookconfigurations",
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  hasGeneration: true,
  strategy: {
    setDefaults: ({ webhooks }) => {
      setWebhookDefaults(webhooks);
      for (const hook of webhooks ?? []) hook.reinvocationPolicy ??= "Never";
    },
    validateCreate: validateWebhooks,
    validateUpdate: validateWebhooks,
  },
  columns: [
    nameColumn,
    column<MutatingWebhookConfiguration>("Webhooks", "integer", ({ webhooks }) => (webhooks ?? []).length),
    ageColumn,
  ],
});
