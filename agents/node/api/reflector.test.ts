import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KubeObject } from "../../../src/apimachinery/json.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { type ApiClient, connectApi } from "./client.ts";
import { type Reflector, startReflector } from "./reflector.ts";
import { pathOf } from "./resource-path.ts";
import { retryWaitMs } from "./retry-wait.ts";

const server = new FakeApiServer();
let client: ApiClient;
let reflector: Reflector;
let names: Set<string>;
let history: string[];

function pod(name: string, nodeName: string): void {
  server.put(`/api/v1/namespaces/default/pods/${name}`, { metadata: { name }, spec: { nodeName } });
}

function follow(): void {
  names = new Set();
  history = [];
  const nameOf = (object: KubeObject) => object.metadata?.name as string;
  reflector = startReflector({
    ...testPlatform,
    client,
    path: pathOf({ apiVersion: "v1", plural: "pods" }),
    fieldSelector: "spec.nodeName=here",
    sink: {
      replace(objects) {
        names = new Set(objects.map(nameOf));
        history.push("replace");
      },
      set(object) {
        names.add(nameOf(object));
        history.push(`set ${nameOf(object)}`);
      },
      delete(object) {
        names.delete(nameOf(object));
        history.push(`delete ${nameOf(object)}`);
      },
    },
  });
}

beforeEach(async () => {
  await server.start();
  client = connectApi({ server: server.url, token: () => "secret", userAgent: "test", timers: testPlatform.timers });
  pod("one", "here");
  pod("other", "elsewhere");
  follow();
  await reflector.synced;
});

afterEach(async () => {
  reflector.stop();
  client.close();
  await server.stop();
  for (const path of ["one", "two", "three"]) server.delete(`/api/v1/namespaces/default/pods/${path}`, 0);
});

describe("reflector", () => {
  test("lists, then follows: additions, changes and deletions of what the selector means", async () => {
    expect([...names]).toEqual(["one"]);
    await expect.poll(() => server.requests.some(({ query }) => query.get("watch") === "true")).toBe(true);
    pod("two", "here");
    pod("three", "elsewhere");
    server.delete("/api/v1/namespaces/default/pods/one", 0);
    await expect.poll(() => history).toEqual(["replace", "set two", "delete one"]);
  });

  test("resumes at the last revision when the connection breaks: nothing is listed again, nothing is lost", async () => {
    pod("two", "here");
    await expect.poll(() => names.size).toBe(2);
    server.cutWatches({ forget: false });
    pod("three", "here");
    await expect.poll(() => names.size, { timeout: 5000 }).toBe(3);
    expect(history).toEqual(["replace", "set two", "set three"]);
  });

  test("an expired revision costs a new list, which also tells what is gone", async () => {
    server.refuse = ({ query }) => (query.get("watch") === "true" ? 500 : undefined);
    server.cutWatches({ forget: true });
    server.delete("/api/v1/namespaces/default/pods/one", 0);
    pod("two", "here");
    server.refuse = undefined;
    await expect.poll(() => [...names], { timeout: 5000 }).toEqual(["two"]);
    expect(history.at(-1)).toBe("replace");
  });

  test("a server that is away is tried again, at once when poked", async () => {
    await server.stop();
    await testPlatform.timers.sleep(100);
    await server.start();
    pod("two", "here");
    reflector.poke();
    await expect.poll(() => names.has("two"), { timeout: 5000 }).toBe(true);
  });
});

describe("the wait between attempts", () => {
  test("doubles up to its bound, jittered", () => {
    const random = { uuid: () => "", integer: (limit: number) => limit - 1, bytes: () => new Uint8Array() };
    expect([1, 2, 3, 20].map((failures) => retryWaitMs(failures, random))).toEqual([1599, 3199, 6399, 59999]);
    expect(retryWaitMs(1, { ...random, integer: () => 0 })).toBe(800);
  });
});
