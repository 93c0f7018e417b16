import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { podNames, run, runAll, stopAll, template } from "../../../test/fixtures/node-hands.ts";
import { forbidden } from "../../apimachinery/status-error.ts";
import type { AdmissionStep } from "../../auth/admission/step.ts";
import type { Pod, ReplicaSet } from "../../kinds/facts/types.gen.ts";
import { pods, replicaSets, replicationControllers } from "../../kinds/kind-refs.ts";
import { controllerOf } from "../runtime/ownership.ts";
import { replicaSetController } from "./replica-set.ts";
import { replicationControllerController } from "./replication-controller.ts";

function set(name: string, replicas: number, more: Partial<ReplicaSet["spec"]> = {}): ReplicaSet {
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: { app: "web" } }, template, ...more } };
}

function scope(admission: readonly AdmissionStep[] = []): ControllerScope {
  return controllerScope({ controllers: [replicaSetController, replicationControllerController], admission });
}

async function ownedBy(at: ControllerScope, name: string): Promise<string[]> {
  const all = await at.client.list<Pod>(pods);
  return all.filter((pod) => controllerOf(pod)?.name === name).map((pod) => pod.metadata?.name ?? "");
}

describe("replicaset", () => {
  test("makes what is missing, in the template's likeness, and tells so", async () => {
    const at = scope();
    await at.client.create(replicaSets, set("web", 3));
    await at.settle();
    const names = await podNames(at.client);
    expect(names).toHaveLength(3);
    const pod = await at.read(pods, names[0] as string);
    const owner = await at.read(replicaSets, "web");
    expect(pod.metadata?.generateName).toBe("web-");
    expect(pod.metadata?.labels).toEqual({ app: "web" });
    expect(pod.metadata?.ownerReferences).toEqual([
      {
        apiVersion: "apps/v1",
        kind: "ReplicaSet",
        name: "web",
        uid: owner.metadata?.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    expect(pod.spec?.containers[0]?.image).toBe("web:1");
    expect(owner.status).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
    expect((await at.told("web")).sort()).toEqual(names.map((name) => `SuccessfulCreate: Created pod: ${name}`).sort());
    expect(at.warnings).toEqual([]);
  });

  test("a second run on the unchanged state writes nothing", async () => {
    const at = scope();
    await at.client.create(replicaSets, set("web", 3));
    await at.settle();
    await runAll(at);
    await at.settle();
    const writes = at.writes.length;
    at.store.work.add([{ controller: "replicaset", key: "web", dueMs: 0 }]);
    await at.settle(3_600_000);
    expect(at.writes.slice(writes)).toEqual([]);
    expect(at.store.work.size()).toBe(0);
  });

  test("readiness is counted, availability after minReadySeconds without any further change", async () => {
    const at = scope();
    await at.client.create(replicaSets, set("web", 2, { minReadySeconds: 10 }));
    await at.settle();
    await runAll(at);
    await at.settle();
    expect((await at.read(replicaSets, "web")).status).toMatchObject({ readyReplicas: 2 });
    expect((await at.read(replicaSets, "web")).status?.availableReplicas).toBeUndefined();
    await at.settle(10_000);
    expect((await at.read(replicaSets, "web")).status).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
  });

  test("takes what is too many: the least useful", async () => {
    const at = scope();
    await at.client.create(replicaSets, set("web", 3));
    await at.settle();
    const [one = "", two = "", three = ""] = await podNames(at.client);
    await run(at, one);
    await run(at, two, { ready: false });
    await at.client.patch(replicaSets, "web", { spec: { replicas: 1 } }, "scale");
    await at.settle();
    expect(await at.client.get(pods, three)).toBeUndefined();
    expect((await at.read(pods, two)).metadata?.deletionTimestamp).toBeDefined();
    expect((await at.read(replicaSets, "web")).status).toMatchObject({ replicas: 1, terminatingReplicas: 1 });
    await stopAll(at);
    await at.settle();
    expect(await podNames(at.client)).toEqual([one]);
    expect((await at.read(replicaSets, "web")).status).toMatchObject({ replicas: 1, terminatingReplicas: 0 });
    expect(await at.told("web")).toContain(`SuccessfulDelete: Deleted pod: ${two}`);
  });

  test("replaces a pod that was deleted or has failed", async () => {
    const at = scope();
    await at.client.create(replicaSets, set("web", 2));
    await at.settle();
    const [one = "", two = ""] = await podNames(at.client);
    await at.client.delete(pods, one);
    await at.client.patch(pods, two, { status: { phase: "Failed" } }, "status");
    await at.settle();
    const names = await podNames(at.client);
    expect(names).toHaveLength(3);
    expect(names).not.toContain(one);
    expect((await at.read(replicaSets, "web")).status?.replicas).toBe(2);
  });

  test("adopts a bare pod that it selects instead of making one; releases one that it selects no more", async () => {
    const at = scope();
    await at.client.create(pods, { metadata: { name: "bare", labels: { app: "web" } }, spec: template.spec });
    await at.client.create(replicaSets, set("web", 2));
    await at.settle();
    expect(await ownedBy(at, "web")).toContain("bare");
    expect(await podNames(at.client)).toHaveLength(2);
    await at.client.patch(pods, "bare", { metadata: { labels: { app: "debug" } } });
    await at.settle();
    expect((await at.read(pods, "bare")).metadata?.ownerReferences).toBeUndefined();
    expect(await ownedBy(at, "web")).toHaveLength(2);
    expect(await podNames(at.client)).toHaveLength(3);
    await at.client.patch(pods, "bare", { metadata: { labels: { app: "web" } } });
    await at.settle();
    expect(await podNames(at.client), "adopted again, and one too many is gone").toHaveLength(2);
  });

  test("a pod that another owner controls is not touched", async () => {
    const at = scope();
    const foreign = { apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "u", controller: true };
    await at.client.create(pods, {
      metadata: { name: "foreign", labels: { app: "web" }, ownerReferences: [foreign] },
      spec: template.spec,
    });
    await at.client.create(replicaSets, set("web", 1));
    await at.settle();
    expect(await ownedBy(at, "web")).toHaveLength(1);
    expect(await ownedBy(at, "x")).toEqual(["foreign"]);
  });

  test("a set that is being deleted makes and takes nothing", async () => {
    const at = scope();
    await at.client.create(replicaSets, {
      ...set("web", 1),
      metadata: { name: "web", finalizers: ["example.com/hold"] },
    });
    await at.settle();
    await at.client.delete(replicaSets, "web");
    await at.client.delete(pods, (await podNames(at.client))[0] as string);
    await at.settle();
    expect(await podNames(at.client)).toEqual([]);
  });

  test("a refusal becomes a condition and an event, is tried again, and is forgotten when it passes", async () => {
    let refused = true;
    let attempts = 0;
    const step: AdmissionStep = {
      name: "Refuse",
      validate({ kind, operation }) {
        if (kind.collection !== "pods" || operation !== "CREATE") return;
        attempts += 1;
        if (refused) throw forbidden({ group: "", resource: "pods" }, "", "exceeded quota: q");
      },
    };
    const at = scope([step]);
    await at.client.create(replicaSets, set("web", 5));
    await at.settle();
    expect(attempts, "begins slowly: one, and one more after its own condition woke it").toBe(2);
    expect((await at.read(replicaSets, "web")).status?.conditions).toEqual([
      {
        type: "ReplicaFailure",
        status: "True",
        reason: "FailedCreate",
        message: "pods is forbidden: exceeded quota: q",
        lastTransitionTime: "2026-01-02T03:04:05Z",
      },
    ]);
    await at.settle(100);
    expect(attempts).toBeGreaterThan(3);
    expect((await at.told("web"))[0]).toMatch(/^FailedCreate: Error creating: pods is forbidden: exceeded quota: q/);
    refused = false;
    await at.settle(60_000);
    expect((await at.read(replicaSets, "web")).status).toMatchObject({ replicas: 5 });
    expect((await at.read(replicaSets, "web")).status?.conditions).toBeUndefined();
  });

  test("500 pods, 50 at a time", async () => {
    const at = scope();
    await at.client.create(replicaSets, set("web", 500));
    await at.settle();
    expect((await at.read(replicaSets, "web")).status?.replicas).toBe(500);
    expect(await podNames(at.client)).toHaveLength(500);
  });
});

describe("replication controller", () => {
  test("is a replica set by another name", async () => {
    const at = scope();
    await at.client.create(replicationControllers, { metadata: { name: "old" }, spec: { replicas: 2, template } });
    await at.settle();
    expect(await ownedBy(at, "old")).toHaveLength(2);
    const stored = await at.read(replicationControllers, "old");
    expect(stored.status).toEqual({ replicas: 2, fullyLabeledReplicas: 2, observedGeneration: 1 });
    await at.client.patch(replicationControllers, "old", { spec: { replicas: 0 } });
    await at.settle();
    expect(await podNames(at.client)).toEqual([]);
  });
});
