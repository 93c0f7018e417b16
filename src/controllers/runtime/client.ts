// The cluster as a controller sees it: the same rules, admission and errors as for any client, without HTTP.
import type { KubeObject } from "../../apimachinery/json.ts";

/** Names a kind and carries its TypeScript type: `const pods: KindRef<Pod>`. */
export interface KindRef<Type extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never set: holds the type only. */
  readonly type?: Type;
}

export interface DeleteOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: "Foreground" | "Background" | "Orphan";
  readonly gracePeriodSeconds?: number;
}

export interface ListOptions {
  /** A label selector in text form: `app=web,tier in (a,b)`. */
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/**
 * Reads and writes within one scope: a namespace, or the cluster's own objects.
 * Objects that it answers are shared and must not be changed: copy first (`structuredClone`).
 * Every method throws `StatusError`; `get` answers undefined for NotFound.
 */
export interface Client {
  /** The namespace, or "" for the cluster scope. */
  readonly namespace: string;
  get<Type extends KubeObject>(kind: KindRef<Type>, name: string): Promise<Readonly<Type> | undefined>;
  list<Type extends KubeObject>(kind: KindRef<Type>, options?: ListOptions): Promise<readonly Readonly<Type>[]>;
  /** Every object of the scope, of any kind, that names `ownerUid` among its owners. */
  listOwned(ownerUid: string): Promise<readonly Readonly<KubeObject>[]>;
  create<Type extends KubeObject>(kind: KindRef<Type>, object: Type): Promise<Readonly<Type>>;
  /** With `metadata.resourceVersion` set: fails with Conflict when it is stale. */
  update<Type extends KubeObject>(kind: KindRef<Type>, object: Type): Promise<Readonly<Type>>;
  updateStatus<Type extends KubeObject>(kind: KindRef<Type>, object: Type): Promise<Readonly<Type>>;
  /** A JSON merge patch. */
  patch<Type extends KubeObject>(
    kind: KindRef<Type>,
    name: string,
    patch: KubeObject,
    subresource?: "status" | "scale" | "finalize",
  ): Promise<Readonly<Type>>;
  /** Deleting what is already gone is no error. */
  delete(kind: KindRef, name: string, options?: DeleteOptions): Promise<void>;
}
