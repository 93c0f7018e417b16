// One step of admission: it may change an object on its way in, or refuse it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/interfaces.go
import type { GroupVersionKind, JsonObject, KubeObject } from "../../apimachinery/json.ts";
import type { WebhookClient } from "../../apimachinery/webhook-call.ts";
import type { AdmissionConfigurations, ClusterFacts } from "../../kinds/cluster-facts.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { Random } from "../../platform/random.ts";
import type { User } from "../user.ts";

export type AdmissionOperation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT";

export interface AdmissionRequest {
  readonly operation: AdmissionOperation;
  readonly kind: Kind;
  readonly subresource: string;
  readonly namespace: string;
  /** "" while a generated name is not drawn yet. */
  readonly name: string;
  readonly user: User;
  /** The object as it will be stored; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  readonly old: Readonly<KubeObject> | undefined;
  readonly dryRun: boolean;
  /** What `object` and `old` are when that is not `kind`: a Scale, a Binding, the options of a connection. */
  readonly view: GroupVersionKind | undefined;
  /** The request's options (`CreateOptions` and the like). */
  options(): JsonObject;
  /** Steps that change objects run once more when one has asked for it. */
  readonly rounds: Rounds;
  warn(text: string): void;
  /** A note for the audit log. */
  annotate(key: string, value: string): void;
}

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/interfaces.go ReinvocationContext */
export interface Rounds {
  /** This is the second round. */
  readonly again: boolean;
  /** Asks for a second round. */
  wanted: boolean;
  /** What a step keeps from the first round for the second, by its name. */
  readonly kept: Map<string, unknown>;
}

/** What the steps ask of the scope that they run in. */
export interface AdmissionHost {
  /** The cluster, as this namespace knows it; undefined in the cluster scope. */
  facts(): ClusterFacts | undefined;
  /** An object of the same scope. */
  find(collection: string, name: string): Readonly<KubeObject> | undefined;
  /** All objects of a collection of the same scope. The same list until one of them changes. */
  all(collection: string): readonly Readonly<KubeObject>[];
  readonly random: Random;
  kinds(): KindRegistry;
  /** The same once the cluster has been asked, lately: it may have more custom ones than are known here. */
  freshKinds(): Promise<KindRegistry>;
  /** Webhooks and policies of the cluster. The same lists until they change. */
  configurations(): AdmissionConfigurations;
  readonly webhooks: WebhookClient;
  readonly reader: AdmissionReader;
}

/** Reads what is outside of the scope: parameters of policies. */
export interface AdmissionReader {
  /** `namespace` "" for the cluster's own objects. Undefined: there is none. */
  get(kind: Kind, namespace: string, name: string): Promise<Readonly<KubeObject> | undefined>;
  list(kind: Kind, namespace: string, labelSelector: string): Promise<readonly Readonly<KubeObject>[]>;
}

export interface AdmissionStep {
  /** Upstream's plugin name ("NamespaceLifecycle"). */
  readonly name: string;
  /** Changes `request.object` in place, or throws `StatusError`. Runs before the kind's own preparation. */
  mutate?(request: AdmissionRequest): Promise<void> | void;
  /** Throws `StatusError` to refuse. Runs on the final object. */
  validate?(request: AdmissionRequest): Promise<void> | void;
}
