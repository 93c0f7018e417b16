// Admission's steps in the order they run. To add one: its file and its line.
// Kubernetes: pkg/kubeapiserver/options/plugins.go AllOrderedPlugins
import { defaultStorageClass } from "./default-storage-class.ts";
import { defaultTolerationSeconds } from "./default-toleration-seconds.ts";
import { limitRanger } from "./limit-ranger/limit-ranger.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import { podSecurity } from "./pod-security/pod-security.ts";
import { priority } from "./priority.ts";
import { serviceAccount } from "./service-account.ts";
import type { AdmissionHost, AdmissionStep } from "./step.ts";
import { taintNodesByCondition } from "./taint-nodes-by-condition.ts";
import { mutatingWebhooks } from "./webhooks/mutating.ts";
import { validatingWebhooks } from "./webhooks/validating.ts";

export function admissionChain(host: AdmissionHost): readonly AdmissionStep[] {
  return [
    namespaceLifecycle(host),
    limitRanger(host),
    serviceAccount(host),
    taintNodesByCondition,
    podSecurity(host),
    priority(host),
    defaultTolerationSeconds,
    defaultStorageClass(host),
    mutatingWebhooks(host),
    validatingWebhooks(host),
  ];
}
