// Discovery of groups that other servers answer.
import { describe, expect, test } from "vitest";
import { ManualTimers } from "../../../test/fixtures/manual-timers.ts";
import { discoveryFreshMs, discoveryTimeoutMs } from "./limits.ts";
import { remoteApi } from "./remote-api.ts";
import { aggregatedResources, legacyRemoteGroups, RemoteDiscovery } from "./remote-discovery.ts";

function api(group: string, version: string, more: { priority?: number; available?: boolean } = {}) {
  const made = remoteApi({
    metadata: { name: `${version}.${group}` },
    spec: {
      group,
      version,
      groupPriorityMinimum: more.priority ?? 1000,
      versionPriority: version === "v1" ? 100 : 10,
      service: { namespace: "default", name: "server" },
    },
    status: { conditions: [{ type: "Available", status: more.available === false ? "False" : "True" }] },
  });
  if (made === undefined) throw new Error("it has a service");
  return made;
}

const resources = [
  {
    name: "flunders",
    singularName: "flunder",
    namespaced: true,
    kind: "Flunder",
    verbs: ["get", "list"],
    shortNames: ["fl"],
  },
  { name: "flunders/status", singularName: "", namespaced: true, kind: "Flunder", verbs: ["get"] },
  {
    name: "flunders/scale",
    singularName: "",
    namespaced: true,
    group: "autoscaling",
    version: "v1",
    kind: "Scale",
    verbs: ["get"],
  },
];

test("an APIService without a service is answered here", () => {
  expect(
    remoteApi({ metadata: { name: "v1." }, spec: { groupPriorityMinimum: 1, versionPriority: 1 } }),
  ).toBeUndefined();
});

test("the legacy list becomes the aggregated form", () => {
  expect(aggregatedResources("wardle.example.com", "v1alpha1", resources)).toEqual([
    {
      resource: "flunders",
      responseKind: { group: "wardle.example.com", version: "v1alpha1", kind: "Flunder" },
      scope: "Namespaced",
      singularResource: "flunder",
      verbs: ["get", "list"],
      shortNames: ["fl"],
      subresources: [
        {
          subresource: "status",
          responseKind: { group: "wardle.example.com", version: "v1alpha1", kind: "Flunder" },
          verbs: ["get"],
        },
        { subresource: "scale", responseKind: { group: "autoscaling", version: "v1", kind: "Scale" }, verbs: ["get"] },
      ],
    },
  ]);
});

test("groups come by priority, and in them versions", () => {
  const apis = [
    api("b.io", "v1beta1"),
    api("b.io", "v1"),
    api("a.io", "v1", { priority: 10 }),
    api("c.io", "v1", { priority: 5000 }),
  ];
  expect(legacyRemoteGroups(apis)).toMatchObject([
    { name: "c.io" },
    { name: "b.io", preferredVersion: { version: "v1" }, versions: [{ version: "v1" }, { version: "v1beta1" }] },
    { name: "a.io" },
  ]);
});

describe("what the servers say", () => {
  function world() {
    const time = { nowMs: 1_000_000 };
    const timers = new ManualTimers(time);
    return { time, timers, discovery: new RemoteDiscovery({ clock: { now: () => time.nowMs }, timers }) };
  }
  const answer = async () => Response.json({ resources });

  test("is kept for a moment, and longer when the server is gone", async () => {
    const { time, discovery } = world();
    const apis = [api("wardle.example.com", "v1")];
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return answer();
    };
    expect(await discovery.groups(apis, ask)).toMatchObject([
      { versions: [{ freshness: "Current", resources: [{}] }] },
    ]);
    await discovery.groups(apis, ask);
    expect(asked).toBe(1);
    time.nowMs += discoveryFreshMs;
    const gone = async () => {
      throw new Error("unreachable");
    };
    expect(await discovery.groups(apis, gone)).toMatchObject([{ versions: [{ freshness: "Stale", resources: [{}] }] }]);
  });

  test("is not asked for while a server is unavailable", async () => {
    const { discovery } = world();
    const ask = async (): Promise<Response> => {
      throw new Error("nobody may ask");
    };
    const groups = await discovery.groups([api("a.io", "v1", { available: false })], ask);
    expect(groups).toEqual([
      { metadata: { name: "a.io" }, versions: [{ version: "v1", resources: [], freshness: "Stale" }] },
    ]);
  });

  test("does not hold up discovery for long", async () => {
    const { time, timers, discovery } = world();
    const silent = (_api: unknown, _path: string, signal: AbortSignal) =>
      new Promise<Response>((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("late"))));
    const groups = discovery.groups([api("a.io", "v1")], silent);
    await timers.runUntil(time.nowMs + discoveryTimeoutMs);
    expect(await groups).toMatchObject([{ versions: [{ freshness: "Stale" }] }]);
  });
});
