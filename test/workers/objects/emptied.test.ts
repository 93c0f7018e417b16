// Objects that were emptied for good answer for a moment more, until their instance ends.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { partHeader, userHeader } from "../../../src/apiserver/internal-headers.ts";
import { controllerUser } from "../../../src/auth/user.ts";
import type { Cluster } from "../../../src/objects/cluster.ts";
import type { Namespace } from "../../../src/objects/namespace.ts";
import { namespaceObject } from "../../../src/objects/scope-name.ts";
import { slotsPerTick } from "../../../src/storage/revision-clock.ts";

const { CLUSTER, NAMESPACE } = env as unknown as {
  CLUSTER: DurableObjectNamespace<Cluster>;
  NAMESPACE: DurableObjectNamespace<Namespace>;
};

const headers = { [userHeader]: JSON.stringify(controllerUser("test")), "content-type": "application/json" };

function post(path: string, object: unknown): Request {
  return new Request(`https://skerry${path}`, { method: "POST", headers, body: JSON.stringify(object) });
}

function list(path: string, more: Record<string, string> = {}): Request {
  return new Request(`https://skerry${path}`, { headers: { ...headers, ...more } });
}

const configMaps = "/api/v1/namespaces/default/configmaps";

async function startedCluster(id: string) {
  const cluster = CLUSTER.get(CLUSTER.idFromName(id));
  await cluster.create();
  const namespace = NAMESPACE.get(NAMESPACE.idFromName(namespaceObject(id, "default")));
  expect((await namespace.fetch(post(configMaps, { metadata: { name: "mine" } }))).status).toBe(201);
  return { cluster, namespace };
}

test("a namespace that was erased lists nothing, alone or as a part of all", async () => {
  const { namespace } = await startedCluster("erased");
  await runInDurableObject(namespace, async (instance) => {
    const part = { [partHeader]: String(Date.now() * slotsPerTick) };
    expect(await (await instance.fetch(list(configMaps))).text()).toContain('"name":"mine"');
    await instance.erase();
    const alone = await instance.fetch(list(configMaps));
    expect([alone.status, (await alone.json<{ items: unknown[] }>()).items]).toEqual([200, []]);
    const { status, body } = await instance.fetch(list(configMaps, part));
    expect([status, await new Response(body).text()]).toEqual([200, ""]);
  });
});

test("a cluster that was destroyed lists nothing", async () => {
  const { cluster } = await startedCluster("destroyed");
  await runInDurableObject(cluster, async (instance) => {
    expect(await (await instance.fetch(list("/api/v1/namespaces"))).text()).toContain('"name":"default"');
    await instance.destroy();
    const answer = await instance.fetch(list("/api/v1/namespaces"));
    expect([answer.status, (await answer.json<{ items: unknown[] }>()).items]).toEqual([200, []]);
    expect(await instance.publicCredentials()).toBeUndefined();
  });
});

test("a cluster that was destroyed begins anew under its name, with nothing of before", async () => {
  const { cluster } = await startedCluster("again");
  await cluster.destroy();
  // The instance that destroyed it ends.
  await expect.poll(() => isMade("again"), { timeout: 5_000, interval: 100 }).toBe(false);
  await CLUSTER.get(CLUSTER.idFromName("again")).create();
  const namespace = NAMESPACE.get(NAMESPACE.idFromName(namespaceObject("again", "default")));
  const { items } = await (await namespace.fetch(list(configMaps))).json<{ items: { metadata: { name: string } }[] }>();
  expect(items.map(({ metadata }) => metadata.name)).not.toContain("mine");
});

/** Whether the present instance has tables of its own. */
async function isMade(id: string): Promise<boolean> {
  const stub = CLUSTER.get(CLUSTER.idFromName(id));
  const made = runInDurableObject(stub, (_instance, { storage }) => {
    return storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'versions'").toArray().length > 0;
  });
  return made.catch(() => true);
}
