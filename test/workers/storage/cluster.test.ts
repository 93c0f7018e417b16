// Storage, watches and feed between real Durable Objects: calls, hibernatable WebSockets, alarms, hibernation.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { listCluster } from "../../../src/feed/cluster-list.ts";
import type { PickAnswer } from "../../../src/feed/messages.ts";
import { WatchForwarder } from "../../../src/storage/watch-forwarder.ts";
import type { WriteAnswer } from "../../simulation/actors/namespace-actor.ts";
import type { ClusterBox, NamespaceBox } from "./worker.ts";

const { CLUSTER, NAMESPACE } = env as unknown as {
  CLUSTER: DurableObjectNamespace<ClusterBox>;
  NAMESPACE: DurableObjectNamespace<NamespaceBox>;
};

type Stub = DurableObjectStub<ClusterBox> | DurableObjectStub<NamespaceBox>;

class TestCluster {
  readonly id: string;
  readonly stub: DurableObjectStub<ClusterBox>;

  constructor(id: string) {
    this.id = id;
    this.stub = CLUSTER.get(CLUSTER.idFromName(id));
  }

  namespace(name: string): DurableObjectStub<NamespaceBox> {
    return NAMESPACE.get(NAMESPACE.idFromName(`${this.id}/${name}`));
  }

  async create(...names: string[]): Promise<void> {
    await this.stub.call("write", { collection: "namespaces", names, action: "put" });
  }

  async write(namespace: string, name: string, value: number): Promise<number> {
    const request = { collection: "pods", names: [name], action: "put", value };
    const answer = (await this.namespace(namespace).call("write", request)) as WriteAnswer;
    if (answer.type !== "written") throw new Error(answer.type);
    return answer.revisions[0] as number;
  }

  async pick(): Promise<Extract<PickAnswer, { type: "picked" }>> {
    return (await this.stub.call("pick", {})) as Extract<PickAnswer, { type: "picked" }>;
  }
}

async function watch(stub: Stub, from: number, isAcross: boolean) {
  const query = encodeURIComponent(JSON.stringify({ collection: "pods", selection: null, from, isAcross }));
  const response = await stub.fetch(`http://object/?watch=${query}`, { headers: { Upgrade: "websocket" } });
  const socket = response.webSocket as WebSocket;
  const forwarder = new WatchForwarder(from);
  const events: string[] = [];
  const revisions: number[] = [];
  socket.addEventListener("message", (event) => {
    for (const line of forwarder
      .take(event.data as string)
      .text.split("\n")
      .filter(Boolean)) {
      const { object } = JSON.parse(line);
      events.push(`${object.metadata.namespace}/${object.metadata.name}=${object.value}`);
      revisions.push(Number(object.metadata.resourceVersion));
    }
  });
  socket.accept();
  const until = async (count: number) => {
    await expect.poll(() => events.length, { timeout: 5_000 }).toBe(count);
    return events.splice(0);
  };
  return { until, revisions, socket };
}

describe("a cluster of Durable Objects", () => {
  test("[R2] a namespace's watch goes on through hibernation", async () => {
    const cluster = new TestCluster("r2");
    await cluster.create("a");
    const first = await cluster.write("a", "p", 1);
    const watching = await watch(cluster.namespace("a"), first, false);
    await cluster.write("a", "p", 2);
    expect(await watching.until(1)).toEqual(["a/p=2"]);
    await evictDurableObject(cluster.namespace("a"), { webSockets: "hibernate" });
    await cluster.write("a", "p", 3);
    expect(await watching.until(1)).toEqual(["a/p=3"]);
  });

  test("[R5] a cluster-wide watch is in revision order over namespaces, and goes on through hibernation of all", async () => {
    const cluster = new TestCluster("r5");
    await cluster.create("a", "b");
    await cluster.write("a", "old", 0);
    const watching = await watch(cluster.stub, (await cluster.pick()).revision, true);
    for (let value = 0; value < 10; value += 1) {
      await Promise.all([cluster.write("a", "p", value), cluster.write("b", "q", value)]);
    }
    const events = await watching.until(20);
    expect(events.filter((event) => event.startsWith("a/"))).toEqual(Array.from({ length: 10 }, (_, n) => `a/p=${n}`));
    expect(watching.revisions).toEqual([...watching.revisions].sort((left, right) => left - right));
    for (const name of ["a", "b"]) await evictDurableObject(cluster.namespace(name), { webSockets: "hibernate" });
    await evictDurableObject(cluster.stub, { webSockets: "hibernate" });
    await cluster.write("b", "q", 99);
    expect(await watching.until(1)).toEqual(["b/q=99"]);
  });

  test("[R5] a cluster-wide watch resumes from an event's revision in another life of everything", async () => {
    const cluster = new TestCluster("resume");
    await cluster.create("a", "b");
    const from = await cluster.write("a", "p", 1);
    await cluster.write("b", "q", 2);
    await cluster.write("a", "p", 3);
    for (const stub of [cluster.namespace("a"), cluster.namespace("b"), cluster.stub]) {
      await evictDurableObject(stub as DurableObjectStub<ClusterBox>, { webSockets: "close" });
    }
    const watching = await watch(cluster.stub, from, true);
    expect(await watching.until(2)).toEqual(["b/q=2", "a/p=3"]);
  });

  test("[R4] a cluster-wide list is of one revision", async () => {
    const cluster = new TestCluster("r4");
    await cluster.create("a", "b");
    await cluster.write("a", "p", 1);
    const last = await cluster.write("b", "q", 1);
    const list = await listCluster<string[]>(
      {
        pick: (request) => cluster.stub.call("pick", request) as Promise<PickAnswer>,
        part: (namespace, request) => cluster.namespace(namespace).call("part", request) as never,
      },
      { collection: "pods" },
    );
    if (list.type !== "list") throw new Error(list.type);
    expect(list.revision).toBeGreaterThanOrEqual(last);
    expect(list.parts.map((part) => part.namespace)).toEqual(["a", "b"]);
  });

  test("[F5] a quiet namespace closes by itself, and one that died open is asked at the alarm", {
    timeout: 20_000,
  }, async () => {
    const cluster = new TestCluster("f5");
    await cluster.create("a", "b");
    await cluster.write("a", "p", 1);
    await expect.poll(async () => (await cluster.pick()).open, { timeout: 5_000, interval: 200 }).toEqual([]);
    // An opening that b never heard of, or that it died with.
    await cluster.stub.call("open", "b");
    expect((await cluster.pick()).open).toEqual(["b"]);
    await expect.poll(async () => (await cluster.pick()).open, { timeout: 12_000, interval: 500 }).toEqual([]);
  });

  test("work and compaction set the platform's alarm", async () => {
    const cluster = new TestCluster("alarm");
    await cluster.create("a");
    await cluster.write("a", "p", 1);
    await runInDurableObject(cluster.namespace("a"), async (_instance, state) => {
      const alarmMs = (await state.storage.getAlarm()) ?? 0;
      expect(alarmMs).toBeGreaterThan(Date.now() + 300_000);
    });
  });
});
