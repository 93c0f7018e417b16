// Admission's steps in the order they run. To add one: its file and its line.
// Kubernetes: pkg/kubeapiserver/options/plugins.go AllOrderedPlugins
import { certificateApproval, certificateSigning, certificateSubject } from "./certificates.ts";
import { claimResize } from "./claim-resize.ts";
import { defaultIngressClass } from "./default-ingress-class.ts";
import { defaultStorageClass } from "./default-storage-class.ts";
import { defaultTolerationSeconds } from "./default-toleration-seconds.ts";
import { limitRanger } from "./limit-ranger/limit-ranger.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import { nodeRestriction } from "./node-restriction/node-restriction.ts";
import { ownerReferences } from "./owner-references.ts";
import { podSecurity } from "./pod-security/pod-security.ts";
import { mutatingPolicies } from "./policies/mutating/mutating-policies.ts";
import { validatingPolicies } from "./policies/validating/validating-policies.ts";
import { priority } from "./priority.ts";
import { runtimeClass } from "./runtime-class.ts";
import { serviceAccount } from "./service-account.ts";
import type { AdmissionHost, AdmissionStep } from "./step.ts";
import { storageInUse } from "./storage-in-use.ts";
import { taintNodesByCondition } from "./taint-nodes-by-condition.ts";
import { mutatingWebhooks } from "./webhooks/mutating.ts";
import { validatingWebhooks } from "./webhooks/validating.ts";

export function admissionChain(host: AdmissionHost): readonly AdmissionStep[] {
  return [
    namespaceLifecycle(host),
    limitRanger(host),
    serviceAccount(host),
    nodeRestriction(host),
    taintNodesByCondition,
    podSecurity(host),
    priority(host),
    defaultTolerationSeconds,
    defaultStorageClass(host),
    storageInUse,
    ownerReferences(host),
    claimResize(host),
    runtimeClass(host),
    certificateApproval(),
    certificateSigning(),
    certificateSubject,
    defaultIngressClass(host),
    mutatingPolicies(host),
    mutatingWebhooks(host),
    validatingPolicies(host),
    validatingWebhooks(host),
  ];
}
