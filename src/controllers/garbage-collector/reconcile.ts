// Deletes what has lost its owners, and holds owners that wait for their dependents.
// Kubernetes: pkg/controller/garbagecollector/garbagecollector.go
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { namespaces } from "../../kinds/kind-refs.ts";
import type { KindRegistry } from "../../kinds/kind-registry.ts";
import type { Client, KindRef } from "../runtime/client.ts";
import { type Controller, done, type ReconcileContext, type ReconcileResult } from "../runtime/controller.ts";
import { isNotFound } from "../runtime/failures.ts";
import { objectKey, readCollectorKey } from "./keys.ts";
import { elsewhereCheckMs } from "./limits.ts";
import {
  blocks,
  finalizersAfter,
  isDeletingDependents,
  isGoing,
  isOrphaning,
  judge,
  type OwnerState,
  type Owners,
  ownersOf,
} from "./owners.ts";
import { collectorRule, kindOf } from "./rule.ts";

/** `kinds`: what the scope serves now. One collector in every namespace, one in the cluster scope. */
export function garbageCollector(scope: "Namespaced" | "Cluster", kinds: () => KindRegistry): Controller {
  return {
    name: "generic-garbage-collector",
    component: "garbage-collector-controller",
    scope,
    watches: [collectorRule(scope, kinds)],
    async reconcile(text, context) {
      const key = readCollectorKey(text);
      const collection = new Collection(kinds(), context);
      if (key.type === "object") return collection.visit(key.collection, key.name);
      return scope === "Cluster" ? collection.ownerGoneEverywhere(key.uid) : collection.ownerGone(key.uid);
    },
  };
}

interface Found {
  readonly kind: Kind;
  readonly object: Readonly<KubeObject>;
}

/** One run. `context.client` is of the scope that the collector runs in; dependents may be in others. */
class Collection {
  readonly #kinds: KindRegistry;
  readonly #context: ReconcileContext;

  constructor(kinds: KindRegistry, context: ReconcileContext) {
    this.#kinds = kinds;
    this.#context = context;
  }

  /** Each dependent on its own: one that cannot be deleted holds back no other. */
  async ownerGone(uid: string): Promise<ReconcileResult> {
    return { also: await this.#keysOf(this.#context.client, uid) };
  }

  async ownerGoneEverywhere(uid: string): Promise<ReconcileResult> {
    for (const { client, dependents } of await this.#elsewhere(uid)) {
      for (const found of dependents) await this.#settle(client, found);
    }
    return this.ownerGone(uid);
  }

  async visit(collection: string, name: string): Promise<ReconcileResult> {
    const kind = this.#kinds.byCollection(collection);
    if (kind === undefined) return done;
    const object = await this.#context.client.get(refOf(kind), name);
    return object === undefined ? done : this.#settle(this.#context.client, { kind, object });
  }

  async #settle(client: Client, found: Found): Promise<ReconcileResult> {
    const { object } = found;
    if (isOrphaning(object)) return this.#orphan(client, found);
    if (isDeletingDependents(object)) return this.#deleteDependents(client, found);
    if (isGoing(object)) return done;
    const states = await Promise.all(ownersOf(object).map((owner) => this.#stateOf(client, object, owner)));
    const dependents = await client.listOwned(object.metadata?.uid ?? "");
    const verdict = judge(object, states, dependents.length > 0);
    switch (verdict.type) {
      case "keep":
        return done;
      case "disown":
        await writeOwners(client, found, verdict.owners);
        return done;
      case "delete": {
        if (verdict.policy === "Foreground") await this.#unblock(client, found, dependents);
        const { name = "", uid = "" } = object.metadata ?? {};
        await client.delete(refOf(found.kind), name, { uid, propagationPolicy: verdict.policy });
        return done;
      }
    }
  }

  async #stateOf(client: Client, object: Readonly<KubeObject>, owner: Owners[number]): Promise<OwnerState> {
    const kind = kindOf(this.#kinds, owner);
    if (kind === undefined) return "unknown";
    if (kind.scope === "Namespaced" && client.namespace === "") {
      const text = `[${owner.apiVersion}/${owner.kind}, namespace: , name: ${owner.name}, uid: ${owner.uid}]`;
      const message = `ownerRef ${text} does not exist in namespace ""`;
      this.#context.events.event(object, "Warning", "OwnerRefInvalidNamespace", message);
      return "unknown";
    }
    const isOwnScope = kind.scope === "Namespaced" || client.namespace === "";
    const from = isOwnScope ? client : this.#context.reach.cluster();
    const found = await from.get(refOf(kind), owner.name);
    if (found === undefined || found.metadata?.uid !== owner.uid) return "absent";
    return isDeletingDependents(found) ? "waiting" : "solid";
  }

  /** Goes when nothing is left that holds it; until then its dependents go. */
  async #deleteDependents(client: Client, found: Found): Promise<ReconcileResult> {
    const uid = found.object.metadata?.uid ?? "";
    const here = await client.listOwned(uid);
    const elsewhere = client.namespace === "" ? await this.#elsewhere(uid) : [];
    const others = elsewhere.flatMap(({ dependents }) => dependents.map(({ object }) => object));
    if (![...here, ...others].some((object) => blocks(object, uid))) {
      await writeFinalizers(client, found, finalizersAfter(found.object, "foreground"));
      return done;
    }
    for (const { client: other, dependents } of elsewhere) {
      for (const dependent of dependents) await this.#settle(other, dependent);
    }
    const standing = here.filter((object) => !isGoing(object));
    const also = standing.map((object) => this.#keyOf(object)).filter((key) => key !== undefined);
    return others.length > 0 ? { also, requeueAfterMs: elsewhereCheckMs } : { also };
  }

  /** In a circle of owners each would wait for the next: this one gives way. */
  async #unblock(client: Client, found: Found, dependents: readonly Readonly<KubeObject>[]): Promise<void> {
    if (!dependents.some(isDeletingDependents)) return;
    const owners = ownersOf(found.object).map((owner) => ({ ...owner, blockOwnerDeletion: false }));
    await writeOwners(client, found, owners);
  }

  async #orphan(client: Client, found: Found): Promise<ReconcileResult> {
    const uid = found.object.metadata?.uid ?? "";
    const elsewhere = client.namespace === "" ? await this.#elsewhere(uid) : [];
    const here = { client, dependents: this.#foundIn(await client.listOwned(uid)) };
    for (const { client: at, dependents } of [here, ...elsewhere]) {
      for (const dependent of dependents) {
        await writeOwners(
          at,
          dependent,
          ownersOf(dependent.object).filter((owner) => owner.uid !== uid),
        );
      }
    }
    await writeFinalizers(client, found, finalizersAfter(found.object, "orphan"));
    return done;
  }

  /** Dependents in namespaces, of an owner in the cluster scope. */
  async #elsewhere(uid: string): Promise<{ readonly client: Client; readonly dependents: readonly Found[] }[]> {
    const { client, reach } = this.#context;
    const found = [];
    for (const { metadata } of await client.list(namespaces)) {
      const other = reach.namespace(metadata?.name ?? "");
      const dependents = this.#foundIn(await other.listOwned(uid));
      if (dependents.length > 0) found.push({ client: other, dependents });
    }
    return found;
  }

  #foundIn(objects: readonly Readonly<KubeObject>[]): Found[] {
    return objects.flatMap((object) => {
      const kind = kindOf(this.#kinds, { apiVersion: object.apiVersion ?? "", kind: object.kind ?? "" });
      return kind === undefined ? [] : [{ kind, object }];
    });
  }

  async #keysOf(client: Client, uid: string): Promise<string[]> {
    const keys = (await client.listOwned(uid)).map((object) => this.#keyOf(object));
    return keys.filter((key) => key !== undefined);
  }

  #keyOf(object: Readonly<KubeObject>): string | undefined {
    const kind = kindOf(this.#kinds, { apiVersion: object.apiVersion ?? "", kind: object.kind ?? "" });
    return kind === undefined ? undefined : objectKey(kind.collection, object.metadata?.name ?? "");
  }
}

/** With its revision: who changed it meanwhile may have changed its owners. */
async function writeOwners(client: Client, { kind, object }: Found, owners: Owners): Promise<void> {
  const { name = "", uid, resourceVersion } = object.metadata ?? {};
  const ownerReferences = owners.length === 0 ? null : owners;
  await patchUnlessGone(client, kind, name, { uid, resourceVersion, ownerReferences });
}

async function writeFinalizers(client: Client, { kind, object }: Found, finalizers: readonly string[]): Promise<void> {
  const { name = "", uid, resourceVersion } = object.metadata ?? {};
  await patchUnlessGone(client, kind, name, {
    uid,
    resourceVersion,
    finalizers: finalizers.length === 0 ? null : finalizers,
  });
}

async function patchUnlessGone(client: Client, kind: Kind, name: string, metadata: object): Promise<void> {
  try {
    await client.patch(refOf(kind), name, { metadata } as KubeObject);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function refOf({ group, version, kind, plural, scope }: Kind): KindRef {
  return { group, version, kind, plural, namespaced: scope === "Namespaced" };
}
