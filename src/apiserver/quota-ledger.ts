// The quotas of a scope, and what a write is charged: in the very transaction that stores the object, so that no race
// ever takes more than a quota has. Kubernetes: staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota
import { forbidden } from "../apimachinery/status-error.ts";
import type { ResourceQuota } from "../kinds/facts/types.gen.ts";
import type { Kind } from "../kinds/kind.ts";
import { type ChargedWrite, chargeQuotas, isCharged } from "../kinds/quota/charge.ts";
import type { Store } from "../storage/store.ts";
import type { StoredObject, Write } from "../storage/types.ts";
import { renderer } from "./render.ts";
import type { Scope } from "./scope.ts";
import { resourceOf, type WriteContext } from "./write-context.ts";

const quotasCollection = "resourcequotas";

/** Nearly every namespace has no quota: that is remembered until one is written. */
const quotasOf = new WeakMap<Store, { stored: readonly StoredObject[] | undefined }>();

function storedQuotas(store: Store): readonly StoredObject[] {
  let known = quotasOf.get(store);
  if (known === undefined) {
    const made: { stored: readonly StoredObject[] | undefined } = { stored: undefined };
    known = made;
    quotasOf.set(store, made);
    store.onCommit((changes) => {
      if (changes.some(({ collection }) => collection === quotasCollection)) made.stored = undefined;
    });
  }
  known.stored ??= store.list(quotasCollection).objects;
  return known.stored;
}

/**
 * What must be written together with the object, in the same step of the event loop. Throws Forbidden when a quota
 * does not allow it.
 */
export function quotaWrites(
  scope: Scope,
  { kind, subresource, nowMs }: WriteContext,
  { object, old }: Pick<ChargedWrite, "object" | "old">,
): Write[] {
  if (scope.namespace === "" || !isCharged({ collection: kind.collection, subresource, old })) return [];
  const stored = storedQuotas(scope.store);
  if (stored.length === 0) return [];
  const quotas = stored.map((one) => scope.parsed.parse(one) as ResourceQuota);
  const charge = chargeQuotas(quotas, { collection: kind.collection, subresource, object, old, nowMs });
  if (charge.type === "refused") throw forbidden(resourceOf(kind), object.metadata?.name ?? "", charge.message);
  return charge.quotas.map((quota) => statusWrite(scope, quota));
}

function statusWrite(scope: Scope, quota: ResourceQuota): Write {
  const { name = "", uid = "", resourceVersion, ownerReferences = [] } = quota.metadata ?? {};
  const kind = scope.kinds().byCollection(quotasCollection) as Kind;
  return {
    type: "put",
    collection: quotasCollection,
    name,
    uid,
    expected: Number(resourceVersion),
    render: renderer({ ...quota, metadata: { ...quota.metadata } }, kind),
    ownerUids: ownerReferences.map((owner) => owner.uid),
  };
}
