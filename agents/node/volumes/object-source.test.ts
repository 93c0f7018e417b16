// ConfigMaps and Secrets as the node knows them: read once, followed while used, never older than their newest user.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Timers } from "../../../src/platform/timers.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { quiet } from "../../../test/fixtures/manual-timers.ts";
import { type ApiClient, ApiUnreachable, connectApi } from "../api/client.ts";
import { WATCH_AFTER_MS } from "./limits.ts";
import { type ObjectRef, ObjectSource } from "./object-source.ts";

const server = new FakeApiServer();
const ref: ObjectRef = { kind: "ConfigMap", namespace: "shop", name: "settings" };
const path = "/api/v1/namespaces/shop/configmaps/settings";
const patience = { timeout: 5000, interval: 10 };
let client: ApiClient;
let source: ObjectSource;
let told: string[][];
/** Watches begin when a test says so; all else is as ever. */
let beginWatches: () => void;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.requests.length = 0;
  client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers: testPlatform.timers });
  const waiting = new Set<() => void>();
  const timers: Timers = {
    ...testPlatform.timers,
    after(delayMs, body) {
      if (delayMs !== WATCH_AFTER_MS) return testPlatform.timers.after(delayMs, body);
      waiting.add(body);
      return () => waiting.delete(body);
    },
  };
  beginWatches = () => {
    for (const body of waiting) body();
    waiting.clear();
  };
  source = new ObjectSource({ ...testPlatform, client, timers });
  told = [];
  source.listen((holders) => told.push([...holders]));
  put("red");
});
afterEach(() => {
  source.stop();
  client.close();
  server.refuse = undefined;
});

function put(colour: string, rest: object = {}): void {
  const metadata = { name: "settings", namespace: "shop" };
  server.put(path, { apiVersion: "v1", kind: "ConfigMap", metadata, data: { colour }, ...rest });
}

const colour = async () => (await source.get(ref))?.["data"]?.colour;
const reads = () => server.requests.filter((one) => one.path === path && one.method === "GET").length;
const lists = () => server.requests.filter((one) => one.path.endsWith("/configmaps")).length;

describe("reading", () => {
  test("once for all who came before it", async () => {
    source.hold("one", [ref]);
    source.hold("two", [ref]);
    expect(await Promise.all([colour(), colour(), colour()])).toEqual(["red", "red", "red"]);
    expect(await colour()).toBe("red");
    expect(reads()).toBe(1);
  });

  test("again for whoever comes later: what it was made for may be newer", async () => {
    source.hold("one", [ref]);
    await colour();
    put("blue");
    expect(await colour()).toBe("red");
    source.hold("two", [ref]);
    expect(await colour()).toBe("blue");
    // The other one hears of it as well.
    expect(told).toEqual([["one", "two"]]);
    source.hold("two", [ref]);
    await colour();
    expect(reads()).toBe(2);
  });

  test("a reading under way is too old for whoever comes while it is", async () => {
    source.hold("one", [ref]);
    const first = colour();
    source.hold("two", [ref]);
    const second = colour();
    await Promise.all([first, second]);
    expect(reads()).toBe(2);
  });

  test("none is an answer; a refusal is an error", async () => {
    server.delete(path);
    source.hold("one", [ref]);
    expect(await source.get(ref)).toBeUndefined();
    server.refuse = () => 403;
    await expect(source.get({ ...ref, name: "other" })).rejects.toMatchObject({ code: 403 });
  });

  test("while the API server is away, what is known serves; what isn't is an error", async () => {
    source.hold("one", [ref]);
    await colour();
    server.refuse = () => 503;
    source.hold("two", [ref]);
    expect(await colour()).toBe("red");
    await server.stop();
    const other = { ...ref, name: "other" };
    source.hold("two", [ref, other]);
    expect(await colour()).toBe("red");
    await expect(source.get(other)).rejects.toBeInstanceOf(ApiUnreachable);
    await server.start();
    server.refuse = undefined;
    expect(await source.get(other)).toBeUndefined();
  });
});

describe("following", () => {
  test("one watch however many hold it; every change is told once to all of them", async () => {
    source.hold("one", [ref]);
    source.hold("two", [ref]);
    await colour();
    beginWatches();
    await expect.poll(lists, patience).toBe(2);
    expect(source.watching).toBe(1);
    expect(told).toEqual([]);
    put("blue");
    await expect.poll(() => told.length, patience).toBe(1);
    expect(told).toEqual([["one", "two"]]);
    expect(await colour()).toBe("blue");
    server.delete(path);
    await expect.poll(() => told.length, patience).toBe(2);
    expect(await source.get(ref)).toBeUndefined();
    const { query } = server.requests.find((one) => one.query.get("watch") === "true") ?? {};
    expect(query?.get("fieldSelector")).toBe("metadata.name=settings");
    expect(reads()).toBe(1);
  });

  test("ends with the last holder", async () => {
    source.hold("one", [ref]);
    source.hold("two", [ref]);
    await colour();
    beginWatches();
    await expect.poll(lists, patience).toBe(2);
    source.release("one");
    expect(source.watching).toBe(1);
    source.hold("two", []);
    expect(source.watching).toBe(0);
    put("blue");
    await quiet();
    expect(told).toEqual([]);
  });

  test("what lives shorter than that is never watched", async () => {
    source.hold("job", [ref]);
    await colour();
    source.release("job");
    beginWatches();
    expect(source.watching).toBe(0);
    expect(lists()).toBe(0);
  });

  test("what can't change isn't followed", async () => {
    put("red", { immutable: true });
    source.hold("one", [ref]);
    await colour();
    beginWatches();
    expect(source.watching).toBe(0);
    expect(lists()).toBe(0);
  });

  test("nor any longer once it can't", async () => {
    source.hold("one", [ref]);
    await colour();
    beginWatches();
    await expect.poll(lists, patience).toBe(2);
    put("red", { immutable: true });
    await expect.poll(() => source.watching, patience).toBe(0);
    expect(await colour()).toBe("red");
  });

  test("what could not be read is told of when it can", async () => {
    server.refuse = () => 503;
    source.hold("one", [ref]);
    await expect(source.get(ref)).rejects.toThrow();
    server.refuse = undefined;
    beginWatches();
    await expect.poll(() => told.length, patience).toBe(1);
    expect(await colour()).toBe("red");
  });
});
