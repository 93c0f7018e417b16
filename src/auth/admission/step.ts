// One step of admission: it may change an object on its way in, or refuse it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/interfaces.go
import type { KubeObject } from "../../apimachinery/json.ts";
import type { ClusterFacts } from "../../kinds/cluster-facts.ts";
import type { Kind } from "../../kinds/kind.ts";
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
  warn(text: string): void;
}

/** What the steps ask of the scope that they run in. */
export interface AdmissionHost {
  /** The cluster, as this namespace knows it; undefined in the cluster scope. */
  facts(): ClusterFacts | undefined;
  /** An object of the same scope. */
  find(collection: string, name: string): Readonly<KubeObject> | undefined;
  readonly random: Random;
}

export interface AdmissionStep {
  /** Upstream's plugin name ("NamespaceLifecycle"). */
  readonly name: string;
  /** Changes `request.object` in place, or throws `StatusError`. Runs before the kind's own preparation. */
  mutate?(request: AdmissionRequest): Promise<void> | void;
  /** Throws `StatusError` to refuse. Runs on the final object. */
  validate?(request: AdmissionRequest): Promise<void> | void;
}
