// One step of admission: it may change an object on its way in, or refuse it.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/interfaces.go
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Kind } from "../../kinds/kind.ts";
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

export interface AdmissionStep {
  /** Upstream's plugin name ("NamespaceLifecycle"). */
  readonly name: string;
  /** Changes `request.object` in place, or throws `StatusError`. Runs before the kind's own preparation. */
  mutate?(request: AdmissionRequest): Promise<void> | void;
  /** Throws `StatusError` to refuse. Runs on the final object. */
  validate?(request: AdmissionRequest): Promise<void> | void;
}
