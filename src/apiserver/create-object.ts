// Creates an object: the path that every create takes, a client's as well as a controller's.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/registry/rest/create.go BeforeCreate, registry/generic/registry/store.go Create

import { cloneJson } from "../apimachinery/clone-json.ts";
import { required } from "../apimachinery/field-error.ts";
import type { JsonObject, KubeObject, ObjectMeta } from "../apimachinery/json.ts";
import { validateObjectMeta } from "../apimachinery/object-meta.ts";
import { alreadyExists, badRequest, invalid } from "../apimachinery/status-error.ts";
import { formatTime } from "../apimachinery/time.ts";
import { generatedName } from "../kinds/generated-name.ts";
import { admit } from "./admit.ts";
import { commitWrite } from "./commit-write.ts";
import { generateNameAttemptsMax } from "./limits.ts";
import { noteOwner } from "./ownership.ts";
import { quotaWrites } from "./quota-ledger.ts";
import { renderer, renderStored, renderUnstored, storageKind, toStored } from "./render.ts";
import type { Scope } from "./scope.ts";
import { resourceOf, ruleContext, type WriteContext, type Written } from "./write-context.ts";

/**
 * Stores `object`, which is of `write.kind` and the callee's from then on. Throws `StatusError`: AlreadyExists,
 * Invalid, what admission says, or what the scope says when it may not take writes.
 */
export async function createObject(scope: Scope, write: WriteContext, object: KubeObject): Promise<Written> {
  const metadata = settleIdentity(scope, write, object);
  if (!scope.isOpen()) await scope.open();
  const base = metadata.generateName ?? "";
  if (metadata.name || base === "") {
    const written = await attempt(scope, write, object);
    if (written === undefined) throw alreadyExists(resourceOf(write.kind), metadata.name ?? "");
    return written;
  }
  // A name that is taken is drawn anew, and everything that was derived from it with it. Kubernetes: KEP-4420
  for (let drawn = 1; drawn <= generateNameAttemptsMax; drawn += 1) {
    const named = cloneJson(object as JsonObject) as KubeObject;
    named.metadata = { ...named.metadata, name: generatedName(base, scope.random) };
    const written = await attempt(scope, write, named);
    if (written !== undefined) return written;
  }
  throw alreadyExists(resourceOf(write.kind), base);
}

/** The whole way of one object under its name. Undefined: the name is taken. */
async function attempt(scope: Scope, write: WriteContext, object: KubeObject): Promise<Written | undefined> {
  const { kind } = write;
  kind.strategy.setDefaults?.(object);
  noteOwner(scope, write, undefined, object);
  const admission = { operation: "CREATE", object, old: undefined } as const;
  await admit("mutate", scope, write, admission);
  // Webhooks and policies may have changed whatever they liked.
  settleNamespace(scope, write, object.metadata as ObjectMeta);
  fillSystemFields(scope, write, object);
  kind.strategy.prepareForCreate?.(object, ruleContext(write));
  if (kind.strategy.prepareForCreate === undefined && kind.subresources.status) delete object["status"];
  validate(write, object);
  return store(scope, write, object, admission);
}

/** What path and body say of the object's name and namespace must agree. */
function settleIdentity(scope: Scope, write: WriteContext, object: KubeObject): ObjectMeta {
  object.metadata ??= {};
  const metadata = object.metadata;
  if (metadata.resourceVersion) throw badRequest("resourceVersion should not be set on objects to be created");
  settleNamespace(scope, write, metadata);
  return metadata;
}

function settleNamespace(scope: Scope, { kind }: WriteContext, metadata: ObjectMeta): void {
  if (kind.scope !== "Namespaced") return;
  if (metadata.namespace && metadata.namespace !== scope.namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  metadata.namespace = scope.namespace;
}

function fillSystemFields(scope: Scope, write: WriteContext, object: KubeObject): void {
  const metadata = object.metadata as ObjectMeta;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.resourceVersion;
  metadata.creationTimestamp = formatTime(write.nowMs);
  metadata.uid = scope.random.uuid();
  if (write.kind.hasGeneration) metadata.generation = 1;
  else delete metadata.generation;
}

function validate(write: WriteContext, object: KubeObject): void {
  const { kind } = write;
  const metadata = object.metadata as ObjectMeta;
  const errors = metadata.name
    ? validateObjectMeta(metadata, { namespaced: kind.scope === "Namespaced", nameRule: kind.nameRule })
    : [required("metadata.name", "name or generateName is required")];
  errors.push(...(kind.strategy.validateCreate?.(object, ruleContext(write)) ?? []));
  if (errors.length > 0) throw invalid(kind, metadata.name ?? "", errors);
  for (const text of kind.strategy.warnings?.(object, undefined) ?? []) write.warn(text);
}

/** Undefined: the name is taken. */
async function store(
  scope: Scope,
  write: WriteContext,
  object: KubeObject,
  admission: { readonly operation: "CREATE"; readonly object: KubeObject; readonly old: undefined },
): Promise<Written | undefined> {
  const { kind } = write;
  const metadata = object.metadata as ObjectMeta;
  const name = metadata.name as string;
  const reserve = scope.reservations[kind.collection];
  // A commit finds that out by itself.
  const asksFirst = write.dryRun || reserve !== undefined;
  if (asksFirst && scope.store.get(kind.collection, name) !== undefined) return undefined;
  const release = await reserve?.(kind, object, undefined);
  let stored = false;
  try {
    await admit("validate", scope, write, admission);
    const charge = () => quotaWrites(scope, write, { object, old: undefined });
    if (write.dryRun) {
      charge();
      return { text: renderUnstored(object, kind), created: true };
    }
    const shape = storageKind(scope.kinds(), kind);
    const render = renderer(await toStored(scope, object, kind, shape), shape);
    const ownerUids = metadata.ownerReferences?.map((owner) => owner.uid) ?? [];
    const uid = metadata.uid ?? "";
    const write_ = {
      type: "put",
      collection: kind.collection,
      name,
      uid,
      expected: undefined,
      render,
      ownerUids,
    } as const;
    const change = await commitWrite(scope, kind, write_, charge);
    if (change === undefined) return undefined;
    stored = true;
    return { text: shape === kind ? change.text : renderStored(scope, object, kind, change), created: true };
  } finally {
    if (!stored && release !== undefined) await release();
  }
}
