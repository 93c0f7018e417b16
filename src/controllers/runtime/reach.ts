// What a controller may ask of the cluster's other scopes. Every call is idempotent, for it may be repeated after a crash.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Client } from "./client.ts";

export interface Reach {
  /** The cluster's own objects. */
  cluster(): Client;
  /** Another namespace's objects. */
  namespace(name: string): Client;
  /** Does this owner still exist, in this namespace ("" for cluster scope) and with this uid? */
  ownerExists(apiVersion: string, kind: string, namespace: string, name: string, uid: string): Promise<boolean>;
  /** Deletes what is left in a namespace that is being deleted; answers what still remains and why. */
  purgeNamespace(name: string): Promise<NamespaceRemains>;
  /** Deletes what is left of a custom resource in a namespace ("": the cluster's own); answers how many still remain. */
  purgeCollection(namespace: string, collection: string): Promise<number>;
  /** Takes back the addresses and node ports that a service held and no longer needs; undefined: it is gone. */
  settleService(name: string, service: Readonly<KubeObject> | undefined): Promise<void>;
  /** Takes every row of a namespace that is empty, for good. */
  dropNamespace(name: string): Promise<void>;
}

export interface NamespaceRemains {
  /** Objects left, by resource ("pods"). Empty: nothing remains. */
  readonly counts: Readonly<Record<string, number>>;
  /** Finalizers that hold them, with how many objects each. */
  readonly finalizers: Readonly<Record<string, number>>;
  readonly sample?: Readonly<KubeObject>;
}
