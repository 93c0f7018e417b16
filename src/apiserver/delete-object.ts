// Deletes an object: at once, after its grace, or when its finalizers are gone.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go, registry/generic/registry/store.go Delete
import type { JsonObject, KubeObject, ObjectMeta } from "../apimachinery/json.ts";
import { conflict, notFound } from "../apimachinery/status-error.ts";
import { formatTime } from "../apimachinery/time.ts";
import type { StoredObject, Write } from "../storage/types.ts";
import { admit } from "./admit.ts";
import { commitWrite } from "./commit-write.ts";
import { sameJson } from "./equality.ts";
import { conflictRetriesMax, graceSecondsMax } from "./limits.ts";
import { presented, renderer, renderUnstored, storageKind, storedAs } from "./render.ts";
import type { Scope } from "./scope.ts";
import { resourceOf, type WriteContext } from "./write-context.ts";

/** Upstream's finalizers of the garbage collector, by the propagation policy that asks for them. */
export const foregroundFinalizer = "foregroundDeletion";
export const orphanFinalizer = "orphan";

export interface Deletion {
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly propagationPolicy: "Foreground" | "Background" | "Orphan" | undefined;
  readonly graceSeconds: number | undefined;
}

export interface Deleted {
  /** False: it stays for now, marked, until its grace or its finalizers are over. */
  readonly gone: boolean;
  readonly object: Readonly<KubeObject>;
  readonly text: string;
}

/** Throws NotFound, Conflict when a precondition does not hold, or what admission says. */
export async function deleteObject(
  scope: Scope,
  write: WriteContext,
  name: string,
  deletion: Deletion,
): Promise<Deleted> {
  const { kind } = write;
  if (!scope.isOpen()) await scope.open();
  for (let attempt = 1; ; attempt += 1) {
    const stored = scope.store.get(kind.collection, name);
    if (stored === undefined) throw notFound(resourceOf(kind), name);
    const deleted = await attemptDeletion(scope, write, stored, deletion);
    if (deleted !== undefined) return deleted;
    if (attempt === conflictRetriesMax) {
      throw conflict(resourceOf(kind), name, "the object kept changing while it was to be deleted; please try again");
    }
  }
}

/** Undefined: another write came between. */
async function attemptDeletion(
  scope: Scope,
  write: WriteContext,
  stored: StoredObject,
  deletion: Deletion,
): Promise<Deleted | undefined> {
  const { kind } = write;
  const shape = storageKind(scope.kinds(), kind);
  const old = presented(scope, shape, stored);
  checkPreconditions(write, old, deletion);
  const seen = presented(scope, kind, stored);
  const admission = { operation: "DELETE", object: undefined, old: seen, options: () => optionsOf(deletion) } as const;
  await admit("mutate", scope, write, admission);
  await admit("validate", scope, write, admission);
  const marked = marking(write, old, deletion);
  const object = marked ?? { ...old, metadata: { ...old.metadata } };
  if (marked !== undefined && sameJson(marked, old))
    return { gone: false, object: old, text: storedAs(scope, kind, stored) };
  const answer = (text: string) => ({
    gone: marked === undefined,
    object,
    text:
      shape === kind && !write.dryRun
        ? text
        : renderUnstored(shape === kind ? object : { ...seen, metadata: object.metadata ?? {} }, kind),
  });
  if (write.dryRun) return answer("");
  const { collection, name, revision: expected, uid } = stored;
  const ownerUids = object.metadata?.ownerReferences?.map((owner) => owner.uid) ?? [];
  const render = renderer(object, shape);
  const change: Write =
    marked === undefined
      ? { type: "delete", collection, name, expected, render }
      : { type: "put", collection, name, uid, expected, render, ownerUids };
  const committed = await commitWrite(scope, kind, change);
  return committed === undefined ? undefined : answer(committed.text);
}

function optionsOf({ uid, resourceVersion, propagationPolicy, graceSeconds }: Deletion): JsonObject {
  const preconditions = { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
  return {
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
    ...(uid || resourceVersion ? { preconditions } : {}),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
  };
}

function checkPreconditions(write: WriteContext, old: Readonly<KubeObject>, deletion: Deletion): void {
  const { uid, resourceVersion, name = "" } = old.metadata as ObjectMeta;
  const failed = (what: string, given: string, found: string | undefined) =>
    conflict(
      resourceOf(write.kind),
      name,
      `Precondition failed: ${what} in precondition: ${given}, ${what} in object meta: ${found}`,
    );
  if (deletion.uid !== undefined && deletion.uid !== uid) throw failed("UID", deletion.uid, uid);
  if (deletion.resourceVersion !== undefined && deletion.resourceVersion !== resourceVersion) {
    throw failed("ResourceVersion", deletion.resourceVersion, resourceVersion);
  }
}

/** The object as it waits for its deletion, or undefined when nothing holds it and it goes at once. */
function marking(write: WriteContext, old: Readonly<KubeObject>, deletion: Deletion): KubeObject | undefined {
  const before = old.metadata as ObjectMeta;
  const finalizers = finalizersAfter(before.finalizers ?? [], deletion.propagationPolicy);
  const grace = Math.min(write.kind.graceSeconds?.(old, deletion.graceSeconds) ?? 0, graceSecondsMax);
  const waited = before.deletionTimestamp === undefined ? undefined : (before.deletionGracePeriodSeconds ?? 0);
  // A second delete can only shorten the wait.
  const seconds = waited === undefined ? grace : Math.min(waited, grace);
  const held = write.kind.deletion?.holds(old) ?? false;
  if (seconds === 0 && finalizers.length === 0 && !held) return undefined;
  const metadata: ObjectMeta = { ...before };
  if (finalizers.length === 0) delete metadata.finalizers;
  else metadata.finalizers = finalizers;
  if (waited === undefined || seconds < waited) {
    const start = waited === undefined ? write.nowMs : Date.parse(before.deletionTimestamp as string) - waited * 1000;
    metadata.deletionTimestamp = formatTime(start + seconds * 1000);
    metadata.deletionGracePeriodSeconds = seconds;
    if (metadata.generation !== undefined) metadata.generation += 1;
  }
  const marked: KubeObject = { ...old, metadata };
  write.kind.deletion?.mark(marked);
  return marked;
}

/** Kubernetes: store.go deletionFinalizersForGarbageCollection */
function finalizersAfter(before: readonly string[], policy: Deletion["propagationPolicy"]): string[] {
  if (policy === undefined) return [...before];
  const others = before.filter((one) => one !== foregroundFinalizer && one !== orphanFinalizer);
  if (policy === "Foreground") return [...others, foregroundFinalizer];
  if (policy === "Orphan") return [...others, orphanFinalizer];
  return others;
}
