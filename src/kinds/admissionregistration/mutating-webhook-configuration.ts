// MutatingWebhookConfiguration: webhooks that change objects on admission.
import { builtinKind } from "../builtin-kind.ts";

export const mutatingWebhookConfiguration = builtinKind({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingWebhookConfiguration",
  plural: "mutatingwebhookconfigurations",
  categories: ["api-extensions"],
  scope: "Cluster",
  hasGeneration: true,
});
