// What a namespace must know of its cluster to serve and to write: one snapshot, made by the cluster, carried on every
// opening and pushed to those awake.
import type { KubeObject } from "../apimachinery/json.ts";
import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
} from "./facts/types.gen.ts";

export interface ClusterFacts {
  /** The cluster's revision that they show; of two snapshots the later one counts. */
  readonly revision: number;
  /** The namespace's own object. */
  readonly namespace: Readonly<KubeObject>;
  readonly priorityClasses: readonly Readonly<KubeObject>[];
  readonly storageClasses: readonly Readonly<KubeObject>[];
  readonly runtimeClasses: readonly Readonly<KubeObject>[];
  readonly ingressClasses: readonly Readonly<KubeObject>[];
  readonly admission: AdmissionConfigurations;
  /** The version of the custom resources; what they are is asked for by who does not have it. */
  readonly customs?: number;
  /** The audit policy; absent: nothing is audited. */
  readonly audit?: unknown;
}

/** What a cluster has been told to do with requests: each list in the order of names. */
export interface AdmissionConfigurations {
  readonly mutatingWebhooks: readonly Readonly<MutatingWebhookConfiguration>[];
  readonly validatingWebhooks: readonly Readonly<ValidatingWebhookConfiguration>[];
  readonly mutatingPolicies: readonly Readonly<MutatingAdmissionPolicy>[];
  readonly mutatingBindings: readonly Readonly<MutatingAdmissionPolicyBinding>[];
  readonly validatingPolicies: readonly Readonly<ValidatingAdmissionPolicy>[];
  readonly validatingBindings: readonly Readonly<ValidatingAdmissionPolicyBinding>[];
}

export const noConfigurations: AdmissionConfigurations = {
  mutatingWebhooks: [],
  validatingWebhooks: [],
  mutatingPolicies: [],
  mutatingBindings: [],
  validatingPolicies: [],
  validatingBindings: [],
};

export const namespacesCollection = "namespaces";

/** Collections that every namespace's facts are made of. */
export const factCollections = {
  priorityClasses: "priorityclasses.scheduling.k8s.io",
  storageClasses: "storageclasses.storage.k8s.io",
  runtimeClasses: "runtimeclasses.node.k8s.io",
  ingressClasses: "ingressclasses.networking.k8s.io",
} as const;

/** Where the configurations of admission are stored. */
export const admissionCollections: Readonly<Record<keyof AdmissionConfigurations, string>> = {
  mutatingWebhooks: "mutatingwebhookconfigurations.admissionregistration.k8s.io",
  validatingWebhooks: "validatingwebhookconfigurations.admissionregistration.k8s.io",
  mutatingPolicies: "mutatingadmissionpolicies.admissionregistration.k8s.io",
  mutatingBindings: "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
  validatingPolicies: "validatingadmissionpolicies.admissionregistration.k8s.io",
  validatingBindings: "validatingadmissionpolicybindings.admissionregistration.k8s.io",
};

const forAll: ReadonlySet<string> = new Set([
  ...Object.values(factCollections),
  ...Object.values(admissionCollections),
]);

/** Whose facts a change makes anew: one namespace's, everybody's (no name), or nobody's. */
export function audienceOf(change: {
  readonly collection: string;
  readonly name: string;
}): { readonly namespace?: string } | undefined {
  if (change.collection === namespacesCollection) return { namespace: change.name };
  return forAll.has(change.collection) ? {} : undefined;
}
