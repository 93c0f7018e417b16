// Changes an object that exists: the path of every update and patch, of every subresource that writes.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/registry/rest/update.go BeforeUpdate, registry/generic/registry/store.go Update
import { withOldTimes } from "../apimachinery/apply/managed-fields.ts";
import type { FieldError } from "../apimachinery/field-error.ts";
import type { KubeObject, ObjectMeta } from "../apimachinery/json.ts";
import { validateObjectMetaUpdate } from "../apimachinery/object-meta.ts";
import { conflict, invalid, notFound, staleResourceVersion } from "../apimachinery/status-error.ts";
import type { Kind } from "../kinds/kind.ts";
import type { StoredObject } from "../storage/types.ts";
import { admit } from "./admit.ts";
import { commitWrite } from "./commit-write.ts";
import { sameJson, specChanged } from "./equality.ts";
import { conflictRetriesMax } from "./limits.ts";
import { noteOwner } from "./ownership.ts";
import { quotaWrites } from "./quota-ledger.ts";
import { needsRewrite, presented, renderer, renderStored, renderUnstored, storageKind, toStored } from "./render.ts";
import type { Scope } from "./scope.ts";
import { resourceOf, ruleContext, type WriteContext, type Written } from "./write-context.ts";

/** What is to become of the object: a function of how it stands, for it may have to be asked again after a conflict. */
export type Change = (current: Readonly<KubeObject>) => KubeObject | Promise<KubeObject>;

/**
 * Replaces the object under `name` by what `change` makes of it; `change` must answer a new object. A
 * `metadata.resourceVersion` in its answer is a precondition. Throws NotFound, Conflict, Invalid, or what admission says.
 */
export async function updateObject(scope: Scope, write: WriteContext, name: string, change: Change): Promise<Written> {
  const { kind } = write;
  if (!scope.isOpen()) await scope.open();
  for (let attempt = 1; ; attempt += 1) {
    const stored = scope.store.get(kind.collection, name);
    if (stored === undefined) throw notFound(resourceOf(kind), name);
    const written = await replace(scope, write, stored, change);
    if (written !== "conflict") return written;
    if (attempt === conflictRetriesMax) throw staleResourceVersion(resourceOf(kind), name);
  }
}

async function replace(
  scope: Scope,
  write: WriteContext,
  stored: StoredObject,
  change: Change,
): Promise<Written | "conflict"> {
  const { kind } = write;
  const shape = storageKind(scope.kinds(), kind);
  const old = presented(scope, kind, stored);
  const object = await change(old);
  checkPreconditions(write, old, object);
  if (write.rules === "main" || kind.custom !== undefined) kind.strategy.setDefaults?.(object);
  keepUnwritten(write, object, old);
  noteOwner(scope, write, old, object);
  await admit("mutate", scope, write, { operation: "UPDATE", object, old });
  carryOver(write, old, object);
  prepare(write, object, old);
  validate(write, object, old);
  const release = await scope.reservations[kind.collection]?.(kind, object, old);
  let changed = false;
  try {
    await admit("validate", scope, write, { operation: "UPDATE", object, old });
    // An update that changes nothing is not written: no new revision, no event. Kubernetes: etcd3 GuaranteedUpdate
    keepTimes(object, old);
    if (sameJson(object, old) && !needsRewrite(scope, kind, stored))
      return { text: shape === kind ? stored.text : renderUnstored(object, kind), created: false };
    const charge = () => quotaWrites(scope, write, { object, old });
    if (write.dryRun) {
      charge();
      return { text: renderUnstored(object, kind), created: false };
    }
    const metadata = object.metadata as ObjectMeta;
    const render = renderer(await toStored(scope, object, kind, shape), shape);
    const { collection, name, revision: expected } = stored;
    const ownerUids = metadata.ownerReferences?.map((owner) => owner.uid) ?? [];
    // The last finalizer of an object that waits for deletion is gone: this write is its deletion.
    const committed = isFinished(kind, object)
      ? await commitWrite(scope, kind, { type: "delete", collection, name, expected, render })
      : await commitWrite(
          scope,
          kind,
          { type: "put", collection, name, uid: stored.uid, expected, render, ownerUids },
          charge,
        );
    if (committed === undefined) return "conflict";
    changed = true;
    return { text: shape === kind ? committed.text : renderStored(scope, object, kind, committed), created: false };
  } finally {
    if (!changed && release !== undefined) await release();
  }
}

function checkPreconditions(write: WriteContext, old: Readonly<KubeObject>, object: KubeObject): void {
  object.metadata ??= {};
  const [before, after] = [old.metadata as ObjectMeta, object.metadata];
  const name = before.name as string;
  if (after.resourceVersion && after.resourceVersion !== before.resourceVersion) {
    throw staleResourceVersion(resourceOf(write.kind), name);
  }
  if (after.uid && after.uid !== before.uid) {
    throw conflict(
      resourceOf(write.kind),
      name,
      `Precondition failed: UID in precondition: ${after.uid}, UID in object meta: ${before.uid}`,
    );
  }
}

/** What no client sets: it stays as it was. */
function carryOver(write: WriteContext, old: Readonly<KubeObject>, object: KubeObject): void {
  const [before, after] = [old.metadata as ObjectMeta, object.metadata as ObjectMeta];
  for (const key of [
    "uid",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "generation",
    "resourceVersion",
  ] as const) {
    if (before[key] === undefined) delete after[key];
    else Object.assign(after, { [key]: before[key] });
  }
  delete after.selfLink;
  if (write.kind.scope === "Namespaced") after.namespace ??= before.namespace as string;
  object.apiVersion = old.apiVersion as string;
  object.kind = old.kind as string;
}

function prepare(write: WriteContext, object: KubeObject, old: Readonly<KubeObject>): void {
  const { kind, rules } = write;
  keepUnwritten(write, object, old);
  if (rules === "status") {
    kind.strategy.prepareForStatusUpdate?.(object, old, ruleContext(write));
    return;
  }
  if (rules === "main") kind.strategy.prepareForUpdate?.(object, old, ruleContext(write));
  // A pod that gets its node is still of the generation it was created in: upstream's binding goes past its strategy.
  if (write.subresource === "binding") return;
  if (kind.hasGeneration && specChanged(old, object, kind.custom !== undefined && kind.subresources.status !== true)) {
    (object.metadata as ObjectMeta).generation = ((old.metadata as ObjectMeta).generation ?? 0) + 1;
  }
}

/** What this endpoint does not write stays as it was: also after admission has had its say. */
function keepUnwritten({ kind, rules }: WriteContext, object: KubeObject, old: Readonly<KubeObject>): void {
  if (rules === "status") restoreAllButStatus(object, old);
  else if (rules === "main" && kind.subresources.status) restoreStatus(object, old);
}

function restoreStatus(object: KubeObject, old: Readonly<KubeObject>): void {
  if (old["status"] === undefined) delete object["status"];
  else object["status"] = old["status"];
}

/** A status write changes the status and, as upstream's, labels and annotations; the rest stays. */
function restoreAllButStatus(object: KubeObject, old: Readonly<KubeObject>): void {
  for (const key of Object.keys(object)) {
    if (key !== "status" && key !== "metadata" && old[key] === undefined) delete object[key];
  }
  for (const key of Object.keys(old)) {
    if (key !== "status" && key !== "metadata") object[key] = old[key];
  }
}

function validate(write: WriteContext, object: KubeObject, old: Readonly<KubeObject>): void {
  const { kind, rules } = write;
  const errors = validateObjectMetaUpdate(object.metadata as ObjectMeta, old.metadata as ObjectMeta, "metadata");
  errors.push(...ownErrors(write, object, old));
  if (errors.length > 0) throw invalid(kind, old.metadata?.name ?? "", errors);
  if (rules === "main") for (const text of kind.strategy.warnings?.(object, old) ?? []) write.warn(text);
}

function ownErrors(write: WriteContext, object: KubeObject, old: Readonly<KubeObject>): readonly FieldError[] {
  const { strategy } = write.kind;
  switch (write.rules) {
    case "main":
      return strategy.validateUpdate?.(object, old, ruleContext(write)) ?? [];
    case "status":
      return strategy.validateStatusUpdate?.(object, old, ruleContext(write)) ?? [];
    case "none":
      return [];
  }
}

/** Owners that are the same but for when they wrote are the same. */
function keepTimes(object: KubeObject, old: Readonly<KubeObject>): void {
  const entries = withOldTimes(object, old);
  if (entries !== undefined) (object.metadata as ObjectMeta).managedFields = entries;
}

/** It waits for its deletion, and nothing holds it any more. */
function isFinished(kind: Kind, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata as ObjectMeta;
  if (deletionTimestamp === undefined || (deletionGracePeriodSeconds ?? 0) > 0) return false;
  return (finalizers ?? []).length === 0 && !(kind.deletion?.holds(object) ?? false);
}
