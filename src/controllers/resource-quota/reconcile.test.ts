import { describe, expect, test } from "vitest";
import { configMap } from "../../../test/fixtures/api-scope.ts";
import { type ControllerScope, controllerScope } from "../../../test/fixtures/controller-scope.ts";
import type { PodSpec, ResourceQuota } from "../../kinds/facts/types.gen.ts";
import { pods, resourceQuotas } from "../../kinds/kind-refs.ts";
import { builtinRegistry } from "../../kinds/kind-registry.ts";
import { resourceQuotaController } from "./reconcile.ts";

const base = "/api/v1/namespaces/default";

async function scopeWith(spec: ResourceQuota["spec"]): Promise<ControllerScope> {
  const at = controllerScope({ controllers: [resourceQuotaController(() => builtinRegistry)] });
  await at.client.create(resourceQuotas, { metadata: { name: "q" }, spec: spec ?? {} });
  await at.settle(1);
  return at;
}

async function used(at: ControllerScope) {
  return (await at.read(resourceQuotas, "q")).status?.used;
}

function pod(name: string, spec: Partial<PodSpec> = {}, requests?: Record<string, string>) {
  const resources = requests === undefined ? {} : { resources: { requests, limits: requests } };
  return { metadata: { name }, spec: { containers: [{ name: "c", image: "i", ...resources }], ...spec } };
}

describe("resource quotas", () => {
  test("a thousand creates race for a hundred: a hundred exist", async () => {
    const at = await scopeWith({ hard: { configmaps: "100" } });
    const names = Array.from({ length: 1000 }, (_, index) => `c${index}`);
    const answers = await Promise.all(names.map((name) => at.call("POST", `${base}/configmaps`, configMap(name))));
    expect(answers.filter(({ code }) => code === 201)).toHaveLength(100);
    expect(answers.filter(({ code }) => code === 403)).toHaveLength(900);
    expect(at.store.count("configmaps")).toBe(100);
    expect(await used(at)).toEqual({ configmaps: "100" });
  });

  test("the refusal names what was asked for, used and allowed", async () => {
    const at = await scopeWith({ hard: { pods: "1", "requests.cpu": "1" } });
    expect((await at.call("POST", `${base}/pods`, pod("a", {}, { cpu: "600m" }))).code).toBe(201);
    expect((await at.call("POST", `${base}/pods`, pod("b", {}, { cpu: "600m" }))).body).toMatchObject({
      code: 403,
      reason: "Forbidden",
      message:
        'pods "b" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=600m, used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1',
    });
    expect((await at.call("POST", `${base}/pods`, pod("c"))).body.message).toBe(
      'pods "c" is forbidden: failed quota: q: must specify requests.cpu for: c',
    );
  });

  test("what goes is given back, as is what has ended", async () => {
    const at = await scopeWith({ hard: { pods: "2", "count/pods": "5" } });
    for (const name of ["a", "b"]) await at.call("POST", `${base}/pods`, pod(name));
    expect(await used(at)).toEqual({ pods: "2", "count/pods": "2" });
    await at.client.patch(pods, "a", { status: { phase: "Succeeded" } } as never, "status");
    await at.settle(100);
    expect(await used(at)).toEqual({ pods: "1", "count/pods": "2" });
    await at.client.delete(pods, "a", { gracePeriodSeconds: 0 });
    await at.settle(100);
    expect(await used(at)).toEqual({ pods: "1", "count/pods": "1" });
  });

  test("a dry run is held to the quota and charged nothing", async () => {
    const at = await scopeWith({ hard: { configmaps: "1" } });
    const { revision } = at.store;
    expect((await at.call("POST", `${base}/configmaps?dryRun=All`, configMap("a"))).code).toBe(201);
    expect(at.store.revision).toBe(revision);
    await at.call("POST", `${base}/configmaps`, configMap("a"));
    expect((await at.call("POST", `${base}/configmaps?dryRun=All`, configMap("b"))).code).toBe(403);
  });

  test.each([
    [{ scopes: ["BestEffort"] }, pod("a"), pod("b", {}, { cpu: "1" })],
    [{ scopes: ["Terminating"] }, pod("a", { activeDeadlineSeconds: 60 }), pod("b")],
    [{ scopes: ["NotTerminating"] }, pod("a"), pod("b", { activeDeadlineSeconds: 60 })],
  ])("%j: the first is counted, the second is not", async (scopes, counted, other) => {
    const at = await scopeWith({ hard: { pods: "5" }, ...scopes });
    await at.call("POST", `${base}/pods`, other);
    expect(await used(at)).toEqual({ pods: "0" });
    await at.call("POST", `${base}/pods`, counted);
    expect(await used(at)).toEqual({ pods: "1" });
    await at.settle(60_000);
    expect(await used(at)).toEqual({ pods: "1" });
  });

  test("a status that was set by hand is set right; a second run writes nothing", async () => {
    const at = await scopeWith({ hard: { secrets: "5" } });
    const status = { hard: { secrets: "9" }, used: { secrets: "4" } };
    const headers = { "content-type": "application/merge-patch+json" };
    await at.call("PATCH", `${base}/resourcequotas/q/status`, { status }, headers);
    await at.settle(61_000);
    expect((await at.read(resourceQuotas, "q")).status).toEqual({ hard: { secrets: "5" }, used: { secrets: "0" } });
    await at.settle(61_000);
    const writes = at.writes.length;
    at.store.work.add([{ controller: "resourcequota", key: "q", dueMs: 0 }]);
    await at.settle();
    expect(at.writes.slice(writes)).toEqual([]);
  });
});
