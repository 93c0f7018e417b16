// ValidatingWebhookConfiguration: webhooks that refuse objects on admission.
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ValidatingWebhookConfiguration } from "../facts/types.gen.ts";
import { setWebhookDefaults, validateWebhooks } from "./webhook-rules.ts";

export const validatingWebhookConfiguration = builtinKind<ValidatingWebhookConfiguration>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingWebhookConfiguration",
  plural: "validatingwebhookconfigurations",
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  hasGeneration: true,
  strategy: {
    setDefaults: ({ webhooks }) => setWebhookDefaults(webhooks),
    validateCreate: validateWebhooks,
    validateUpdate: validateWebhooks,
  },
  columns: [
    nameColumn,
    column<ValidatingWebhookConfiguration>("Webhooks", "integer", ({ webhooks }) => (webhooks ?? []).length),
    ageColumn,
  ],
});
