import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Pod, PodStatus } from "../../../src/kinds/facts/types.gen.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { type ApiClient, connectApi } from "./client.ts";
import { type PodStatusWriter, podStatusWriter } from "./pod-status-writer.ts";
import { sameStatus, statusPatch } from "./status-patch.ts";

const path = "/api/v1/namespaces/default/pods/web";
let server: FakeApiServer;
let client: ApiClient;
let writer: PodStatusWriter;
let name: { namespace: string; name: string; uid: string };

beforeEach(async () => {
  server = new FakeApiServer();
  await server.start();
  client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers: testPlatform.timers });
  writer = podStatusWriter({ ...testPlatform, client });
  const stored = server.put(path, {
    metadata: { name: "web" },
    spec: { nodeName: "here", containers: [] },
    status: { conditions: [{ type: "example.com/gate", status: "True" }] },
  });
  name = { namespace: "default", name: "web", uid: stored.metadata?.uid as string };
});

afterEach(async () => {
  client.close();
  await server.stop();
});

function patches(): { body: { status: PodStatus } }[] {
  return server.requests.filter(({ method }) => method === "PATCH");
}

function status(): PodStatus | undefined {
  return (server.get(path) as Pod | undefined)?.status;
}

describe("pod status writer", () => {
  test("of several statuses in a row only the last is sent", async () => {
    writer.set(name, { phase: "Pending" });
    for (const message of ["one", "two", "three"]) writer.set(name, { phase: "Running", message });
    await writer.written(name.uid);
    expect(patches().map(({ body }) => body.status.message)).toEqual([null, "three"]);
    expect(status()).toMatchObject({ phase: "Running", message: "three" });
  });

  test("what others keep stays: conditions merge by type, addresses do not", async () => {
    writer.set(name, {
      phase: "Running",
      podIPs: [{ ip: "10.0.0.1" }],
      conditions: [{ type: "Ready", status: "False" }],
    });
    await writer.written(name.uid);
    writer.set(name, {
      phase: "Running",
      podIPs: [{ ip: "10.0.0.2" }],
      conditions: [{ type: "Ready", status: "True" }],
    });
    await writer.written(name.uid);
    expect(status()?.podIPs).toEqual([{ ip: "10.0.0.2" }]);
    expect(status()?.conditions).toEqual([
      { type: "example.com/gate", status: "True" },
      { type: "Ready", status: "True" },
    ]);
    expect(patches()[1]?.body.status.podIPs?.[0]).toEqual({ $patch: "replace" });
  });

  test("a condition loses the reason that it had", async () => {
    const notReady = { type: "Ready", status: "False", reason: "ContainersNotReady", message: "not ready" };
    writer.set(name, { phase: "Running", conditions: [notReady] });
    await writer.written(name.uid);
    writer.set(name, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] });
    await writer.written(name.uid);
    expect(status()?.conditions?.at(-1)).toEqual({ type: "Ready", status: "True" });
  });

  test("a failure is tried again with what is wanted by then", async () => {
    let failures = 1;
    server.refuse = ({ method }) => (method === "PATCH" && failures-- > 0 ? 500 : undefined);
    writer.set(name, { phase: "Pending" });
    await testPlatform.timers.sleep(50);
    writer.set(name, { phase: "Running" });
    writer.poke();
    await writer.written(name.uid);
    expect(status()?.phase).toBe("Running");
  });

  test("a status that somebody else has changed is written again", async () => {
    writer.set(name, { phase: "Running" });
    await writer.written(name.uid);
    const changed = server.put(path, { ...server.get(path), status: { phase: "Failed" } });
    writer.observed(changed as Pod);
    await writer.written(name.uid);
    expect(status()?.phase).toBe("Running");
  });

  test("the same status is not sent twice", async () => {
    writer.set(name, { phase: "Running" });
    await writer.written(name.uid);
    writer.set(name, { phase: "Running" });
    writer.observed(server.get(path) as Pod);
    await writer.written(name.uid);
    expect(patches()).toHaveLength(1);
  });

  test("another pod of the same name is left alone", async () => {
    writer.set({ ...name, uid: "older" }, { phase: "Failed" });
    await writer.written("older");
    expect(status()?.phase).toBeUndefined();
    await writer.deleteObject({ ...name, uid: "older" });
    expect(server.get(path)).toBeDefined();
  });

  test("the object is deleted without grace, however often that takes", async () => {
    let failures = 1;
    server.refuse = ({ method }) => (method === "DELETE" && failures-- > 0 ? 503 : undefined);
    await writer.deleteObject(name);
    expect(server.get(path)).toBeUndefined();
  });
});

describe("status patch", () => {
  test("removes what the status has no longer", () => {
    expect(statusPatch("u", { phase: "Running" })["status"]).toMatchObject({ reason: null, podIP: null });
  });

  test("ignores the order of keys, empty lists and what belongs to others", () => {
    const known = {
      message: "",
      podIPs: [],
      resize: "Deferred",
      phase: "Running",
      conditions: [{ status: "True", type: "x/y" }],
    };
    expect(sameStatus({ phase: "Running" }, known)).toBe(true);
    expect(sameStatus({ phase: "Pending" }, known)).toBe(false);
  });
});
