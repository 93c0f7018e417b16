import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import type { Pod, PodDisruptionBudget } from "../../kinds/facts/types.gen.ts";
import { deployments, jobs, podDisruptionBudgets, pods, replicaSets } from "../../kinds/kind-refs.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import { disruptionController } from "./reconcile.ts";
import { staleDisruptionController } from "./stale-marks.ts";

const selector = { matchLabels: { app: "web" } };
const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "i" }] } };

function scope(): ControllerScope {
  return controllerScope({ controllers: [disruptionController(() => builtinRegistry), staleDisruptionController] });
}

async function addPod(at: ControllerScope, name: string, isReady: boolean, owner?: object): Promise<void> {
  const metadata = {
    name,
    labels: { app: "web" },
    ...(owner === undefined ? {} : { ownerReferences: [owner as never] }),
  };
  await at.client.create(pods, { metadata, spec: { containers: [{ name: "c", image: "i" }] } });
  const conditions = [{ type: "Ready", status: isReady ? "True" : "False" }];
  await at.client.patch(pods, name, { status: { phase: "Running", conditions } } as never, "status");
}

async function budget(at: ControllerScope, spec: PodDisruptionBudget["spec"]) {
  await at.client.create(podDisruptionBudgets, { metadata: { name: "web" }, spec: { selector, ...spec } });
  await at.settle();
  return (await at.read(podDisruptionBudgets, "web")).status;
}

async function setOf(at: ControllerScope, replicas: number) {
  const set = await at.client.create(replicaSets, {
    metadata: { name: "web" },
    spec: { replicas, selector, template },
  });
  const uid = set.metadata?.uid ?? "";
  return { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid, controller: true };
}

describe("disruption", () => {
  test("a number of pods that must be available", async () => {
    const at = scope();
    for (const name of ["a", "b", "c"]) await addPod(at, name, name !== "c");
    expect(await budget(at, { minAvailable: 1 })).toEqual({
      currentHealthy: 2,
      desiredHealthy: 1,
      disruptionsAllowed: 1,
      expectedPods: 3,
      observedGeneration: 1,
      conditions: [
        {
          type: "DisruptionAllowed",
          status: "True",
          reason: "SufficientPods",
          message: "",
          lastTransitionTime: "2026-01-02T03:04:05Z",
          observedGeneration: 1,
        },
      ],
    });
  });

  test("follows its pods, and a second run writes nothing", async () => {
    const at = scope();
    await addPod(at, "a", true);
    expect(await budget(at, { minAvailable: 1 })).toMatchObject({ disruptionsAllowed: 0 });
    await addPod(at, "b", true);
    await at.settle();
    expect((await at.read(podDisruptionBudgets, "web")).status).toMatchObject({ disruptionsAllowed: 1 });
    await at.client.delete(pods, "b");
    await at.settle();
    expect((await at.read(podDisruptionBudgets, "web")).status).toMatchObject({ disruptionsAllowed: 0 });
    const writes = at.writes.length;
    at.store.work.add([{ controller: "disruption", key: "web", dueMs: 0 }]);
    await at.settle();
    expect(at.writes.slice(writes)).toEqual([]);
  });

  test.each([
    [{ minAvailable: "50%" }, { expectedPods: 5, desiredHealthy: 3, currentHealthy: 4, disruptionsAllowed: 1 }],
    [{ maxUnavailable: 2 }, { expectedPods: 5, desiredHealthy: 3, currentHealthy: 4, disruptionsAllowed: 1 }],
    [{ maxUnavailable: "20%" }, { expectedPods: 5, desiredHealthy: 4, currentHealthy: 4, disruptionsAllowed: 0 }],
    [{ maxUnavailable: 9 }, { expectedPods: 5, desiredHealthy: 0, currentHealthy: 4, disruptionsAllowed: 4 }],
    [{}, { expectedPods: 0, desiredHealthy: 0, currentHealthy: 4, disruptionsAllowed: 0 }],
  ])("%j of a set of five, four of them ready: %j", async (spec, expected) => {
    const at = scope();
    const owner = await setOf(at, 5);
    for (let index = 0; index < 5; index += 1) await addPod(at, `p${index}`, index > 0, owner);
    expect(await budget(at, spec as PodDisruptionBudget["spec"])).toMatchObject(expected);
  });

  test("a set of a deployment counts as the deployment", async () => {
    const at = scope();
    const deployment = await at.client.create(deployments, {
      metadata: { name: "web" },
      spec: { replicas: 7, selector, template },
    });
    const owner = await setOf(at, 3);
    const uid = deployment.metadata?.uid ?? "";
    const ownerReferences = [{ apiVersion: "apps/v1", kind: "Deployment", name: "web", uid, controller: true }];
    await at.client.patch(replicaSets, "web", { metadata: { ownerReferences } });
    await addPod(at, "a", true, owner);
    expect(await budget(at, { maxUnavailable: 1 })).toMatchObject({ expectedPods: 7, desiredHealthy: 6 });
  });

  test("pods of what has no scale: nothing may be evicted, and it says why", async () => {
    const at = scope();
    const job = await at.client.create(jobs, {
      metadata: { name: "web" },
      spec: { template: { spec: { ...template.spec, restartPolicy: "Never" } } },
    });
    const uid = job.metadata?.uid ?? "";
    await addPod(at, "a", true, { apiVersion: "batch/v1", kind: "Job", name: "web", uid, controller: true });
    const message = "jobs.batch does not implement the scale subresource";
    expect(await budget(at, { maxUnavailable: 1 })).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ status: "False", reason: "SyncFailed", message }],
    });
    expect(await at.told("web")).toEqual([
      `CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: ${message}`,
    ]);
  });

  test("an eviction that was granted counts until it is done, or two minutes are over", async () => {
    const at = scope();
    for (const name of ["a", "b"]) await addPod(at, name, true);
    await budget(at, { minAvailable: 1 });
    const status = { disruptedPods: { a: "2026-01-02T03:04:05Z" } };
    await at.client.patch(podDisruptionBudgets, "web", { status }, "status");
    await at.settle(60_000);
    expect((await at.read(podDisruptionBudgets, "web")).status).toMatchObject({
      disruptionsAllowed: 0,
      currentHealthy: 1,
    });
    await at.settle(61_000);
    const after = (await at.read(podDisruptionBudgets, "web")).status;
    expect(after).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2 });
    expect(after?.disruptedPods).toBeUndefined();
    expect(await at.told("a")).toEqual(["NotDeleted: Pod was expected by PDB default/web to be deleted but it wasn't"]);
  });

  test("a mark of disruption that came to nothing is taken back after two minutes", async () => {
    const at = scope();
    await addPod(at, "a", true);
    const mark = { type: "DisruptionTarget", status: "True", lastTransitionTime: "2026-01-02T03:04:05Z", reason: "r" };
    await at.client.patch(pods, "a", { status: { conditions: [mark] } } as never, "status");
    await at.settle(119_000);
    expect((await at.read<Pod>(pods, "a")).status?.conditions).toEqual([mark]);
    await at.settle(2_000);
    expect((await at.read<Pod>(pods, "a")).status?.conditions).toEqual([
      { type: "DisruptionTarget", status: "False", lastTransitionTime: "2026-01-02T03:06:05Z" },
    ]);
  });
});
