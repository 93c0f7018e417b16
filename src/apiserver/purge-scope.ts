// Empties a namespace that is being deleted, and tells what still holds something in it.
// Kubernetes: pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteAllContent
import type { KubeObject } from "../apimachinery/json.ts";
import { StatusError } from "../apimachinery/status-error.ts";
import type { User } from "../auth/user.ts";
import type { Kind } from "../kinds/kind.ts";
import { deleteObject } from "./delete-object.ts";
import type { Scope } from "./scope.ts";

const podsCollection = "pods";

export interface Remains {
  /** Objects left, by resource ("pods", "deployments.apps"). */
  readonly counts: Readonly<Record<string, number>>;
  /** Finalizers that hold them, with how many objects each. */
  readonly finalizers: Readonly<Record<string, number>>;
}

/**
 * Deletes what can be deleted. Pods go first, and all else stays while there is one: it may need its policies, secrets
 * and claims until its end. Events go last: until then they tell what happened. Idempotent.
 */
export async function purgeScope(scope: Scope, user: User): Promise<Remains> {
  await scope.customs?.refresh();
  const collections = [...scope.store.counts().keys()].sort((left, right) => rank(left) - rank(right));
  for (const collection of collections) {
    const kind = scope.kinds().byCollection(collection);
    if (kind === undefined) continue;
    await removeAll(scope, user, kind);
    if (collection === podsCollection && scope.store.counts().has(podsCollection)) break;
  }
  return remainsOf(scope);
}

/** Deletes the objects of one custom resource; answers how many finalizers still hold. Idempotent. */
export async function purgeCollection(scope: Scope, user: User, collection: string): Promise<number> {
  // By now nobody may make new ones: the definition says so.
  await scope.customs?.refresh();
  const kind = scope.kinds().byCollection(collection);
  if (kind === undefined || scope.store.list(collection, { limit: 1 }).objects.length === 0) return 0;
  await removeAll(scope, user, kind);
  return scope.store.list(collection).objects.length;
}

async function removeAll(scope: Scope, user: User, kind: Kind): Promise<void> {
  const release = await scope.customs?.load(kind);
  try {
    for (const { name } of scope.store.list(kind.collection).objects) await remove(scope, user, kind, name);
  } finally {
    release?.();
  }
}

function rank(collection: string): number {
  if (collection === podsCollection) return 0;
  return collection === "events" ? 2 : 1;
}

async function remove(scope: Scope, user: User, kind: Kind, name: string): Promise<void> {
  const write = {
    kind,
    user,
    subresource: "",
    rules: "main",
    dryRun: false,
    fieldManager: () => user.name,
    nowMs: scope.clock.now(),
    warn: () => {},
  } as const;
  const propagationPolicy = "Background";
  const deletion = { uid: undefined, resourceVersion: undefined, graceSeconds: undefined, propagationPolicy } as const;
  try {
    await deleteObject(scope, write, name, deletion);
  } catch (error) {
    if (!(error instanceof StatusError) || (error.reason !== "NotFound" && error.reason !== "Conflict")) throw error;
  }
}

function remainsOf(scope: Scope): Remains {
  const counts: Record<string, number> = {};
  const finalizers: Record<string, number> = {};
  for (const [collection, count] of scope.store.counts()) {
    if (scope.kinds().byCollection(collection) === undefined) continue;
    counts[collection] = count;
    for (const stored of scope.store.list(collection).objects) {
      const object: Readonly<KubeObject> = scope.parsed.parse(stored);
      for (const finalizer of object.metadata?.finalizers ?? []) {
        finalizers[finalizer] = (finalizers[finalizer] ?? 0) + 1;
      }
    }
  }
  return { counts, finalizers };
}
