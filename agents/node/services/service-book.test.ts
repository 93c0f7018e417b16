// The node's picture of services: complete or not, consistent, and kept on disk.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemTimers } from "../../../src/platform/node/timers.ts";
import { service, slice } from "../../../test/network/objects.ts";
import { keepBookCheckpoint } from "./book-checkpoint.ts";
import { serviceFacts, sliceFacts } from "./facts.ts";
import { ServiceBook } from "./service-book.ts";

describe("facts", () => {
  test("a service with everything", () => {
    const object = service("web", {
      ports: [{ name: "http", port: 80, nodePort: 30080 }],
      status: {
        loadBalancer: { ingress: [{ ip: "203.0.113.1" }, { ip: "203.0.113.2", ipMode: "Proxy" }, { hostname: "x" }] },
      },
      spec: {
        type: "LoadBalancer",
        sessionAffinity: "ClientIP",
        externalTrafficPolicy: "Local",
        externalIPs: ["203.0.113.9"],
      },
    });
    expect(serviceFacts(object)).toMatchObject({
      type: "LoadBalancer",
      headless: false,
      clusterIPs: ["10.96.0.20"],
      loadBalancerIPs: ["203.0.113.1"],
      affinitySeconds: 10_800,
      externalTrafficPolicy: "Local",
      internalTrafficPolicy: "Cluster",
      ports: [{ name: "http", protocol: "TCP", port: 80, nodePort: 30080 }],
      proxied: true,
    });
  });

  test("headless, and proxied by somebody else", () => {
    const labels = { "service.kubernetes.io/service-proxy-name": "other" };
    expect(serviceFacts(service("db", { clusterIP: "None", labels }))).toMatchObject({
      headless: true,
      clusterIPs: [],
      proxied: false,
    });
  });

  test("an endpoint of which nothing is said is ready and serves", () => {
    const facts = sliceFacts(slice("web-1", "web", [["10.244.0.2", { conditions: {} }]]));
    expect(facts?.endpoints[0]).toMatchObject({ ready: true, serving: true, terminating: false });
  });

  test("slices of no service, and of host names, are not for us", () => {
    expect(sliceFacts({ metadata: { name: "x" }, addressType: "IPv4" })).toBeUndefined();
    expect(sliceFacts(slice("web-1", "web", [], { addressType: "FQDN" }))).toBeUndefined();
  });
});

describe("the book", () => {
  test("is complete when both lists have come", () => {
    const book = new ServiceBook();
    book.services.replace([service("web")]);
    expect(book.complete).toBe(false);
    book.slices.replace([]);
    expect([book.complete, book.synced]).toEqual([true, true]);
  });

  test("joins a service and its slices, whichever comes first", () => {
    const book = new ServiceBook();
    book.slices.set(slice("web-b", "web", [["10.244.0.3"]]));
    book.slices.set(slice("web-a", "web", [["10.244.0.2"]]));
    book.services.set(service("web"));
    expect(book.view("default", "web")?.slices.map(({ name }) => name)).toEqual(["web-a", "web-b"]);
    book.slices.delete(slice("web-a", "web", []));
    expect(book.view("default", "web")?.slices.map(({ name }) => name)).toEqual(["web-b"]);
    book.services.delete(service("web"));
    expect(book.views()).toEqual([]);
  });

  test("keeps a view while nothing of it changes, and tells of real changes only", () => {
    const book = new ServiceBook();
    let changes = 0;
    book.onChange(() => {
      changes += 1;
    });
    book.services.set(service("web"));
    const view = book.view("default", "web");
    book.services.set({ ...service("web"), metadata: { name: "web", namespace: "default", resourceVersion: "2" } });
    book.services.set(service("other", { clusterIP: "10.96.0.21" }));
    expect([book.view("default", "web") === view, changes]).toEqual([true, 2]);
    book.slices.set(slice("web-1", "web", [["10.244.0.2"]]));
    expect([book.view("default", "web") === view, changes]).toEqual([false, 3]);
  });

  test("a slice that moves to another service leaves the first", () => {
    const book = new ServiceBook();
    book.services.replace([service("a"), service("b")]);
    book.slices.set(slice("one", "a", [["10.244.0.2"]]));
    book.slices.set(slice("one", "b", [["10.244.0.2"]]));
    expect(book.view("default", "a")?.slices).toEqual([]);
    expect(book.view("default", "b")?.slices).toHaveLength(1);
  });

  test("a new list takes away what is not in it", () => {
    const book = new ServiceBook();
    book.services.replace([service("a"), service("b")]);
    book.services.replace([service("b"), service("c")]);
    expect(book.views().map(({ key }) => key)).toEqual(["default/b", "default/c"]);
  });
});

describe("the checkpoint", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "skerry-book-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const log = { info() {}, warn() {}, error() {} };
  const parts = { timers: systemTimers, log };

  test("an agent that starts alone knows what the last one knew, until the API server speaks", async () => {
    const path = join(folder, "node", "services.json");
    const first = new ServiceBook();
    const saving = await keepBookCheckpoint(first, path, parts);
    expect(first.complete).toBe(false);
    first.services.replace([service("web")]);
    first.slices.replace([slice("web-1", "web", [["10.244.0.2"]])]);
    await saving.stop();

    const second = new ServiceBook();
    const kept = await keepBookCheckpoint(second, path, parts);
    expect([second.complete, second.synced]).toEqual([true, false]);
    expect(second.view("default", "web")).toEqual(first.view("default", "web"));
    second.services.replace([service("api")]);
    await kept.flush();
    expect(await readFile(path, "utf8")).toContain('"web"');
    second.slices.replace([]);
    await kept.stop();
    expect(await readFile(path, "utf8")).not.toContain('"web"');
    expect(second.views().map(({ key }) => key)).toEqual(["default/api"]);
  });
});
