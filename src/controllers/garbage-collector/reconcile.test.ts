import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import type { KubeObject, OwnerReference } from "../../apimachinery/json.ts";
import { configMaps, events, leases, namespaces, nodes, secrets } from "../../kinds/kind-refs.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import type { KindRef } from "../runtime/client.ts";
import { garbageCollector } from "./reconcile.ts";

function scope(): ControllerScope {
  return controllerScope({ controllers: [garbageCollector("Namespaced", () => builtinRegistry)] });
}

function ownedBy(owner: Readonly<KubeObject>, more: Partial<OwnerReference> = {}): OwnerReference {
  const { name = "", uid = "" } = owner.metadata ?? {};
  return { apiVersion: owner.apiVersion ?? "", kind: owner.kind ?? "", name, uid, ...more };
}

async function make(at: ControllerScope, name: string, owners: OwnerReference[] = [], kind: KindRef = configMaps) {
  const metadata = { name, ...(owners.length === 0 ? {} : { ownerReferences: owners }) };
  return at.client.create(kind, { metadata });
}

async function names(at: ControllerScope, kind: KindRef = configMaps): Promise<string[]> {
  return (await at.client.list(kind)).map(({ metadata }) => metadata?.name ?? "");
}

async function ownersOf(at: ControllerScope, name: string): Promise<string[]> {
  return ((await at.read(configMaps, name)).metadata?.ownerReferences ?? []).map((owner) => owner.name);
}

describe("background", () => {
  test("dependents of a deleted owner go, and theirs, of whatever kind", async () => {
    const at = scope();
    const top = await make(at, "top");
    const middle = await make(at, "middle", [ownedBy(top)]);
    await make(at, "bottom", [ownedBy(middle)], secrets);
    await make(at, "other");
    await at.client.delete(configMaps, "top");
    await at.settle();
    expect(await names(at)).toEqual(["other"]);
    expect(await names(at, secrets)).toEqual([]);
    expect(at.store.work.size()).toBe(0);
  });

  test("one that has another owner stays, and forgets the one that is gone", async () => {
    const at = scope();
    const [a, b] = [await make(at, "a"), await make(at, "b")];
    await make(at, "child", [ownedBy(a), ownedBy(b)]);
    await at.client.delete(configMaps, "a");
    await at.settle();
    expect(await ownersOf(at, "child")).toEqual(["b"]);
    await at.client.delete(configMaps, "b");
    await at.settle();
    expect(await names(at)).toEqual([]);
  });

  test("an owner of the same name but another uid is not the owner", async () => {
    const at = scope();
    const owner = await make(at, "owner");
    await make(at, "stray", [ownedBy(owner, { uid: "11111111-2222-4333-8444-555555555555" })]);
    await at.settle();
    expect(await names(at)).toEqual(["owner"]);
  });

  test("one made for an owner that never was goes at once; one whose owner's kind nobody knows stays", async () => {
    const at = scope();
    const uid = "11111111-2222-4333-8444-555555555555";
    await make(at, "stray", [{ apiVersion: "v1", kind: "ConfigMap", name: "never", uid }]);
    await make(at, "foreign", [{ apiVersion: "example.com/v1", kind: "Widget", name: "w", uid }]);
    await at.settle();
    expect(await names(at)).toEqual(["foreign"]);
  });

  test("owners given later are looked at as well", async () => {
    const at = scope();
    await make(at, "child");
    const uid = "11111111-2222-4333-8444-555555555555";
    const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: "never", uid }];
    await at.client.patch(configMaps, "child", { metadata: { ownerReferences } });
    await at.settle();
    expect(await names(at)).toEqual([]);
  });

  test("objects whose owners stand cost nothing", async () => {
    const at = scope();
    const owner = await make(at, "owner");
    await make(at, "child", [ownedBy(owner)]);
    expect(at.store.work.size()).toBe(0);
    await at.client.patch(configMaps, "child", { data: { key: "value" } });
    await at.client.delete(configMaps, "child");
    expect(at.store.work.size()).toBe(0);
  });

  test("events are nobody's", async () => {
    const at = scope();
    const uid = "11111111-2222-4333-8444-555555555555";
    await at.client.create(events, {
      metadata: { name: "e", ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "never", uid }] },
      involvedObject: { namespace: "default" },
    } as never);
    expect(at.store.work.size()).toBe(0);
  });
});

describe("foreground", () => {
  test("the owner waits, marked, until all that block it are gone", async () => {
    const at = scope();
    const owner = await make(at, "owner");
    const block = ownedBy(owner, { blockOwnerDeletion: true });
    await at.client.create(configMaps, {
      metadata: { name: "held", finalizers: ["example.com/x"], ownerReferences: [block] },
    });
    await make(at, "child", [block]);
    await at.client.delete(configMaps, "owner", { propagationPolicy: "Foreground" });
    await at.settle();
    expect(await names(at)).toEqual(["held", "owner"]);
    const waiting = await at.read(configMaps, "owner");
    expect(waiting.metadata?.finalizers).toEqual(["foregroundDeletion"]);
    expect((await at.read(configMaps, "held")).metadata?.deletionTimestamp).toBeDefined();
    await at.client.patch(configMaps, "held", { metadata: { finalizers: [] } });
    await at.settle();
    expect(await names(at)).toEqual([]);
  });

  test("dependents that have dependents wait for theirs in turn", async () => {
    const at = scope();
    const top = await make(at, "top");
    const middle = await make(at, "middle", [ownedBy(top, { blockOwnerDeletion: true })]);
    const leaf = {
      name: "leaf",
      finalizers: ["example.com/x"],
      ownerReferences: [ownedBy(middle, { blockOwnerDeletion: true })],
    };
    await at.client.create(configMaps, { metadata: leaf });
    await at.client.delete(configMaps, "top", { propagationPolicy: "Foreground" });
    await at.settle();
    expect((await at.read(configMaps, "middle")).metadata?.finalizers).toEqual(["foregroundDeletion"]);
    await at.client.patch(configMaps, "leaf", { metadata: { finalizers: [] } });
    await at.settle();
    expect(await names(at)).toEqual([]);
  });

  test("one that does not block is not waited for, but goes", async () => {
    const at = scope();
    const owner = await make(at, "owner");
    await at.client.create(configMaps, {
      metadata: { name: "slow", finalizers: ["example.com/x"], ownerReferences: [ownedBy(owner)] },
    });
    await at.client.delete(configMaps, "owner", { propagationPolicy: "Foreground" });
    await at.settle();
    expect(await names(at)).toEqual(["slow"]);
    expect((await at.read(configMaps, "slow")).metadata?.deletionTimestamp).toBeDefined();
  });

  test("a blocking dependent with another owner is let go, and the owner goes", async () => {
    const at = scope();
    const [a, b] = [await make(at, "a"), await make(at, "b")];
    await make(at, "child", [ownedBy(a, { blockOwnerDeletion: true }), ownedBy(b)]);
    await at.client.delete(configMaps, "a", { propagationPolicy: "Foreground" });
    await at.settle();
    expect(await names(at)).toEqual(["b", "child"]);
    expect(await ownersOf(at, "child")).toEqual(["b"]);
  });

  test("a circle of owners does not wait for itself", async () => {
    const at = scope();
    const one = await make(at, "one");
    const two = await make(at, "two", [ownedBy(one, { blockOwnerDeletion: true })]);
    const three = await make(at, "three", [ownedBy(two, { blockOwnerDeletion: true })]);
    const ownerReferences = [ownedBy(three, { blockOwnerDeletion: true })];
    await at.client.patch(configMaps, "one", { metadata: { ownerReferences } });
    await at.client.delete(configMaps, "one", { propagationPolicy: "Foreground" });
    await at.settle();
    expect(await names(at)).toEqual([]);
  });
});

describe("orphan", () => {
  test("dependents stay and forget their owner", async () => {
    const at = scope();
    const [owner, other] = [await make(at, "owner"), await make(at, "other")];
    await make(at, "child", [ownedBy(owner), ownedBy(other)]);
    await make(at, "only", [ownedBy(owner)]);
    await at.client.delete(configMaps, "owner", { propagationPolicy: "Orphan" });
    await at.settle();
    expect(await names(at)).toEqual(["child", "only", "other"]);
    expect(await ownersOf(at, "child")).toEqual(["other"]);
    expect(await ownersOf(at, "only")).toEqual([]);
  });
});

describe("across scopes", () => {
  function world() {
    return controllerWorld({
      cluster: [garbageCollector("Cluster", () => builtinRegistry)],
      namespaced: [garbageCollector("Namespaced", () => builtinRegistry)],
    });
  }

  test("what a node owns in a namespace goes with it", async () => {
    const at = world();
    const team = await at.create("team");
    const node = await at.cluster.client.create(nodes, { metadata: { name: "n" } });
    await make(team, "n", [ownedBy(node)], leases);
    await at.settle();
    expect(await names(team, leases)).toEqual(["n"]);
    await at.cluster.client.delete(nodes, "n");
    await at.settle();
    expect(await names(team, leases)).toEqual([]);
  });

  test("an owner in the cluster scope that isn't there", async () => {
    const at = world();
    const team = await at.create("team");
    const uid = "11111111-2222-4333-8444-555555555555";
    await make(team, "n", [{ apiVersion: "v1", kind: "Node", name: "n", uid }], leases);
    await at.settle();
    expect(await names(team, leases)).toEqual([]);
  });

  test("in the foreground it waits for dependents in namespaces", async () => {
    const at = world();
    const team = await at.create("team");
    const node = await at.cluster.client.create(nodes, { metadata: { name: "n" } });
    const ownerReferences = [ownedBy(node, { blockOwnerDeletion: true })];
    await team.client.create(leases, { metadata: { name: "n", finalizers: ["example.com/x"], ownerReferences } });
    await at.cluster.client.delete(nodes, "n", { propagationPolicy: "Foreground" });
    await at.settle(3_000);
    expect(await names(at.cluster, nodes)).toEqual(["n"]);
    await team.client.patch(leases, "n", { metadata: { finalizers: [] } });
    await at.settle(3_000);
    expect(await names(at.cluster, nodes)).toEqual([]);
  });

  test("an object of the cluster cannot be owned by one of a namespace: it stays, and an event says why", async () => {
    const at = world();
    const team = await at.create("default");
    const map = await make(team, "map");
    const metadata = { name: "n", ownerReferences: [ownedBy(map)] };
    await at.cluster.client.create(nodes, { metadata });
    await at.settle();
    expect(await names(at.cluster, nodes)).toEqual(["n"]);
    const uid = map.metadata?.uid;
    expect(await team.told("n")).toEqual([
      `OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: , name: map, uid: ${uid}] does not exist in namespace ""`,
    ]);
  });

  test("a namespace's deletion is not the collector's", async () => {
    const at = world();
    await at.create("team");
    await at.cluster.client.patch(namespaces, "team", { metadata: { labels: { a: "b" } } });
    expect(at.cluster.store.work.size()).toBe(0);
  });
});

test("500 dependents", async () => {
  const at = scope();
  const owner = await make(at, "owner");
  for (let index = 0; index < 500; index += 1) await make(at, `child-${index}`, [ownedBy(owner)]);
  await at.client.delete(configMaps, "owner");
  await at.settle();
  expect(await names(at)).toEqual([]);
  expect(at.warnings).toEqual([]);
});
