import { describe, expect, test } from "vitest";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { disruptionController } from "../../controllers/disruption/reconcile.ts";
import type { Pod, PodDisruptionBudget } from "../../kinds/facts/types.gen.ts";
import { podDisruptionBudgets, pods } from "../../kinds/kind-refs.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";

const violates = "Cannot evict pod as it would violate the pod's disruption budget.";

function scope(): ControllerScope {
  return controllerScope({ controllers: [disruptionController(() => builtinRegistry)] });
}

async function addPod(at: ControllerScope, name: string, status: Pod["status"]): Promise<void> {
  const spec = { containers: [{ name: "c", image: "i" }], nodeName: "n" };
  await at.client.create(pods, { metadata: { name, labels: { app: "web" } }, spec });
  await at.client.patch(pods, name, { status } as never, "status");
}

const ready = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
const unready = { phase: "Running", conditions: [{ type: "Ready", status: "False" }] };

async function addBudget(at: ControllerScope, name: string, spec: PodDisruptionBudget["spec"]): Promise<void> {
  await at.client.create(podDisruptionBudgets, {
    metadata: { name },
    spec: { selector: { matchLabels: { app: "web" } }, ...spec },
  });
  await at.settle();
}

function evict(at: ControllerScope, name: string, more: object = {}, query = "") {
  const path = `/api/v1/namespaces/default/pods/${name}/eviction${query}`;
  return at.call("POST", path, { apiVersion: "policy/v1", kind: "Eviction", metadata: { name }, ...more });
}

describe("pods/eviction", () => {
  test("without a budget the pod is told why, and is deleted with its grace", async () => {
    const at = scope();
    await addPod(at, "a", ready);
    expect(await evict(at, "a")).toMatchObject({ code: 201, body: { kind: "Status", status: "Success" } });
    const pod = await at.read(pods, "a");
    expect(pod.metadata?.deletionGracePeriodSeconds).toBe(30);
    expect(pod.status?.conditions).toContainEqual({
      type: "DisruptionTarget",
      status: "True",
      reason: "EvictionByEvictionAPI",
      message: "Eviction API: evicting",
      lastTransitionTime: "2026-01-02T03:04:05Z",
    });
  });

  test("a budget lets go of as many as it can spare, then refuses with its reason", async () => {
    const at = scope();
    for (const name of ["a", "b", "c"]) await addPod(at, name, ready);
    await addBudget(at, "web", { minAvailable: 2 });
    expect((await evict(at, "a")).code).toBe(201);
    expect((await at.read(podDisruptionBudgets, "web")).status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { a: "2026-01-02T03:04:05Z" },
      conditions: [{ type: "DisruptionAllowed", status: "False", reason: "InsufficientPods" }],
    });
    const message = "The disruption budget web needs 2 healthy pods and has 3 currently";
    expect(await evict(at, "b")).toMatchObject({
      code: 429,
      body: {
        reason: "TooManyRequests",
        message: violates,
        details: { causes: [{ reason: "DisruptionBudget", message }] },
      },
    });
    expect((await at.read(pods, "b")).metadata?.deletionTimestamp).toBeUndefined();
    expect(at.failures).toEqual([]);
  });

  test("racing evictions never take more than the budget spares", async () => {
    const at = scope();
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
    for (const name of names) await addPod(at, name, ready);
    await addBudget(at, "web", { minAvailable: 15 });
    const answers = await Promise.all(names.map((name) => evict(at, name)));
    expect(answers.filter(({ code }) => code === 201)).toHaveLength(5);
    expect(answers.filter(({ code }) => code === 429)).toHaveLength(15);
    const all = await at.client.list<Pod>(pods);
    expect(all.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined)).toHaveLength(5);
  });

  test("a budget that was not counted yet asks to come back", async () => {
    const at = scope();
    await addPod(at, "a", ready);
    const selector = { matchLabels: { app: "web" } };
    await at.client.create(podDisruptionBudgets, { metadata: { name: "web" }, spec: { selector, minAvailable: 0 } });
    const refused = await evict(at, "a");
    expect(refused).toMatchObject({
      code: 429,
      body: {
        details: {
          causes: [{ message: "The disruption budget web is still being processed by the server." }],
          retryAfterSeconds: 10,
        },
      },
    });
    expect(refused.headers.get("retry-after")).toBe("10");
    await at.settle();
    expect((await evict(at, "a")).code).toBe(201);
  });

  test("an unready pod goes uncounted when the budget says so, or when enough are healthy", async () => {
    const at = scope();
    await addPod(at, "a", unready);
    await addPod(at, "b", ready);
    await addBudget(at, "web", { minAvailable: 2 });
    expect((await evict(at, "a")).code).toBe(429);
    await at.client.patch(podDisruptionBudgets, "web", { spec: { minAvailable: 1 } });
    await at.settle();
    expect((await evict(at, "a")).code).toBe(201);
    expect((await at.read(podDisruptionBudgets, "web")).status?.disruptedPods).toBeUndefined();
  });

  test("AlwaysAllow lets unready pods go", async () => {
    const at = scope();
    await addPod(at, "a", unready);
    await addBudget(at, "web", { minAvailable: 5, unhealthyPodEvictionPolicy: "AlwaysAllow" });
    expect((await evict(at, "a")).code).toBe(201);
  });

  test.each([["Pending"], ["Succeeded"], ["Failed"]])("a %s pod needs no budget", async (phase) => {
    const at = scope();
    await addPod(at, "a", { phase });
    await addBudget(at, "web", { minAvailable: 5 });
    expect((await evict(at, "a")).code).toBe(201);
  });

  test("two budgets are one too many", async () => {
    const at = scope();
    await addPod(at, "a", ready);
    await addBudget(at, "one", { minAvailable: 0 });
    await addBudget(at, "two", { minAvailable: 0 });
    const message = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
    expect(await evict(at, "a")).toMatchObject({ code: 500, body: { message } });
  });

  test("a dry run spends nothing and deletes nothing", async () => {
    const at = scope();
    await addPod(at, "a", ready);
    await addBudget(at, "web", { minAvailable: 0 });
    const { revision } = at.store;
    expect((await evict(at, "a", {}, "?dryRun=All")).code).toBe(201);
    expect((await evict(at, "a", { deleteOptions: { dryRun: ["All"] } })).code).toBe(201);
    expect(at.store.revision).toBe(revision);
  });

  test("preconditions and grace of its delete options hold", async () => {
    const at = scope();
    await addPod(at, "a", ready);
    const wrong = await evict(at, "a", { deleteOptions: { preconditions: { uid: "other" } } });
    expect(wrong).toMatchObject({ code: 409, body: { reason: "Conflict" } });
    expect((await at.read(pods, "a")).status?.conditions).toHaveLength(1);
    const { uid = "", resourceVersion = "" } = (await at.read(pods, "a")).metadata ?? {};
    const deleteOptions = { gracePeriodSeconds: 5, preconditions: { uid, resourceVersion } };
    expect((await evict(at, "a", { deleteOptions })).code).toBe(201);
    expect((await at.read(pods, "a")).metadata?.deletionGracePeriodSeconds).toBe(5);
  });

  test.each([
    ["no such pod", "b", {}, 404],
    ["another name", "a", { metadata: { name: "b" } }, 400],
    ["another kind", "a", { kind: "Binding" }, 400],
    ["the older version", "a", { apiVersion: "policy/v1beta1" }, 201],
  ])("%s: %s", async (_what, name, more, code) => {
    const at = scope();
    await addPod(at, "a", ready);
    expect((await evict(at, name, more)).code).toBe(code);
  });
});
