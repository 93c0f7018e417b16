import { describe, expect, test } from "vitest";
import { configMap } from "../../../test/fixtures/api-scope.ts";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { run, template } from "../../../test/fixtures/node-hands.ts";
import type { Namespace } from "../../kinds/facts/types.gen.ts";
import { configMaps, namespaces, pods, services } from "../../kinds/kind-refs.ts";
import { deletionConditions, waitMs } from "./plan.ts";
import { namespaceController } from "./reconcile.ts";

const pod = { metadata: { name: "p" }, spec: template.spec };

describe("namespace", () => {
  test("an empty one is gone at once, and its rows with it", async () => {
    const world = controllerWorld({ cluster: [namespaceController] });
    await world.create("team");
    await world.cluster.client.delete(namespaces, "team");
    const marked = await world.cluster.read<Namespace>(namespaces, "team");
    expect(marked.status?.phase).toBe("Terminating");
    expect(marked.spec?.finalizers).toEqual(["kubernetes"]);
    await world.settle();
    expect(await world.cluster.client.get(namespaces, "team")).toBeUndefined();
    expect(world.dropped).toEqual(["team"]);
  });

  test("everything in it goes: pods first, the rest when their nodes have stopped them", async () => {
    const world = controllerWorld({ cluster: [namespaceController] });
    const team = await world.create("team");
    await team.client.create(configMaps, configMap("settings"));
    await team.client.create(services, { metadata: { name: "web" }, spec: { ports: [{ port: 80 }] } });
    await team.client.create(pods, pod);
    await run(team, "p");
    await world.cluster.client.delete(namespaces, "team");
    await world.settle(2_000);
    expect((await team.read(pods, "p")).metadata?.deletionTimestamp).toBeDefined();
    expect(await team.client.get(configMaps, "settings")).toBeDefined();
    const waiting = await world.cluster.read<Namespace>(namespaces, "team");
    expect(waiting.status?.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ["NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered"],
      ["NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions"],
      ["NamespaceDeletionContentFailure", "False", "ContentDeleted"],
      ["NamespaceContentRemaining", "True", "SomeResourcesRemain"],
      ["NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers"],
    ]);
    expect(waiting.status?.conditions?.[3]?.message).toBe(
      "Some resources are remaining: configmaps. has 1 resource instances, pods. has 1 resource instances, services. has 1 resource instances",
    );
    await team.client.delete(pods, "p", { gracePeriodSeconds: 0 });
    await world.settle(2_000);
    expect(await world.cluster.client.get(namespaces, "team")).toBeUndefined();
    expect(world.dropped).toEqual(["team"]);
  });

  test("what a finalizer holds, holds the namespace, which says so", async () => {
    const world = controllerWorld({ cluster: [namespaceController] });
    const team = await world.create("team");
    await team.client.create(configMaps, {
      ...configMap("held"),
      metadata: { name: "held", finalizers: ["example.com/wait"] },
    });
    await world.cluster.client.delete(namespaces, "team");
    await world.settle(60_000);
    const waiting = await world.cluster.read<Namespace>(namespaces, "team");
    expect(waiting.status?.conditions?.[4]).toMatchObject({
      status: "True",
      reason: "SomeFinalizersRemain",
      message: "Some content in the namespace has finalizers remaining: example.com/wait in 1 resource instances",
    });
    const writes = world.cluster.writes.length;
    await world.settle(60_000);
    expect(world.cluster.writes.length, "waiting writes nothing").toBe(writes);
    await team.client.patch(configMaps, "held", { metadata: { finalizers: [] } });
    await world.settle(60_000);
    expect(await world.cluster.client.get(namespaces, "team")).toBeUndefined();
  });

  test("nothing new can be made in it meanwhile", async () => {
    const world = controllerWorld({ cluster: [namespaceController] });
    const team = await world.create("team");
    await world.cluster.client.delete(namespaces, "team");
    await expect(team.client.create(configMaps, configMap("late"))).rejects.toMatchObject({ reason: "Forbidden" });
  });

  test("another's finalizer in its spec keeps the object, not its content", async () => {
    const world = controllerWorld({ cluster: [namespaceController] });
    const made = await world.cluster.client.create<Namespace>(namespaces, {
      metadata: { name: "team" },
      spec: { finalizers: ["example.com/mine"] },
    });
    expect(made.spec?.finalizers).toEqual(["example.com/mine", "kubernetes"]);
    await world.in("team").client.create(configMaps, configMap("one"));
    await world.cluster.client.delete(namespaces, "team");
    await world.settle(1_000);
    expect((await world.cluster.read<Namespace>(namespaces, "team")).spec?.finalizers).toEqual(["example.com/mine"]);
    expect(await world.in("team").client.get(configMaps, "one")).toBeUndefined();
    const none = { spec: { finalizers: [] } };
    await world.cluster.client.patch(namespaces, "team", none, "finalize");
    await world.settle(1_000);
    expect(await world.cluster.client.get(namespaces, "team")).toBeUndefined();
  });

  test("500 objects, a slice at a time", async () => {
    const world = controllerWorld({ cluster: [namespaceController] });
    const team = await world.create("team");
    for (let index = 0; index < 500; index += 1) await team.client.create(configMaps, configMap(`m-${index}`));
    await world.cluster.client.delete(namespaces, "team");
    await world.settle(5_000);
    expect(await world.cluster.client.get(namespaces, "team")).toBeUndefined();
  });
});

describe("plan", () => {
  const nowMs = Date.UTC(2026, 0, 2);

  test("a failure is told until it passes; each condition keeps its time", () => {
    const failed = deletionConditions(undefined, { counts: {}, finalizers: {}, failure: "no answer" }, nowMs);
    expect(failed[2]).toEqual({
      type: "NamespaceDeletionContentFailure",
      status: "True",
      reason: "ContentDeletionFailed",
      message: "Failed to delete all resource types: no answer",
      lastTransitionTime: "2026-01-02T00:00:00Z",
    });
    const later = deletionConditions(failed, { counts: { "deployments.apps": 2 }, finalizers: {} }, nowMs + 60_000);
    expect(later[2]).toMatchObject({ status: "False", lastTransitionTime: "2026-01-02T00:01:00Z" });
    expect(later[0]).toMatchObject({ lastTransitionTime: "2026-01-02T00:00:00Z" });
    expect(later[3]?.message).toBe("Some resources are remaining: deployments.apps has 2 resource instances");
  });

  test.each([
    [0, 250],
    [4_000, 1_000],
    [86_400_000, 30_000],
  ])("deleted %i ms ago, it is looked at again in %i ms", (agoMs, expected) => {
    const deletionTimestamp = new Date(nowMs - agoMs).toISOString();
    expect(waitMs({ metadata: { deletionTimestamp } }, nowMs)).toBe(expected);
  });
});
