// ValidatingWebhookConfiguration: webhooks that refuse objects on admission.
import { builtinKind } from "../builtin-kind.ts";

export const validatingWebhookConfiguration = builtinKind({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingWebhookConfiguration",
  plural: "validatingwebhookconfigurations",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
});
