import { describe, expect, test } from "vitest";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import { cloneJson } from "../clone-json.ts";
import type { KubeObject, ManagedFieldsEntry } from "../json.ts";
import { withOldTimes } from "./managed-fields.ts";
import { trackUpdate, type Writing } from "./update.ts";
import { oneVersion } from "./versions.ts";

const start = Date.UTC(2026, 0, 1);

function writing(apiVersion: string, kind: string, more: Partial<Writing> = {}): Writing {
  const [group, version] = apiVersion.includes("/") ? (apiVersion.split("/") as [string, string]) : ["", apiVersion];
  const versions = oneVersion(apiVersion, schemaOfKind(group, version, kind));
  return { apiVersion, versions, manager: "me", subresource: "", nowMs: start, ...more };
}

/** The object with what it came to. */
function tracked(live: KubeObject | undefined, updated: KubeObject, how: Writing): KubeObject {
  const managedFields = trackUpdate(live, updated, how);
  const { managedFields: _, ...metadata } = updated.metadata ?? {};
  return { ...updated, metadata: { ...metadata, ...(managedFields === undefined ? {} : { managedFields }) } };
}

const fields = (object: KubeObject) => (object.metadata?.managedFields ?? []).map((one) => [one.manager, one.fieldsV1]);

const config: KubeObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { a: "1", b: "2" } };
const configMap = (more: Partial<Writing> = {}) => writing("v1", "ConfigMap", more);

describe("a create", () => {
  test("owns what it set and what was defaulted, written as upstream writes it", () => {
    const deployment: KubeObject = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "default", labels: { app: "web" } },
      spec: {
        progressDeadlineSeconds: 600,
        replicas: 1,
        revisionHistoryLimit: 10,
        selector: { matchLabels: { app: "web" } },
        strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" }, type: "RollingUpdate" },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              { image: "nginx", imagePullPolicy: "Always", name: "nginx", resources: {}, terminationMessagePath: "/x" },
            ],
            dnsPolicy: "ClusterFirst",
            securityContext: {},
          },
        },
      },
    };
    const [entry] =
      trackUpdate(undefined, deployment, writing("apps/v1", "Deployment", { manager: "kubectl-create" })) ?? [];
    expect(entry).toMatchObject({
      manager: "kubectl-create",
      operation: "Update",
      apiVersion: "apps/v1",
      time: "2026-01-01T00:00:00Z",
      fieldsType: "FieldsV1",
    });
    // As `kubectl create deployment` on a real cluster shows it.
    expect(JSON.stringify(entry?.fieldsV1)).toBe(
      '{"f:metadata":{"f:labels":{".":{},"f:app":{}}},' +
        '"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},' +
        '"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},' +
        '"f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},' +
        '"f:spec":{"f:containers":{"k:{\\"name\\":\\"nginx\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},' +
        '"f:resources":{},"f:terminationMessagePath":{}}},"f:dnsPolicy":{},"f:securityContext":{}}}}}',
    );
  });

  test("owns a service's ports by both keys", () => {
    const service: KubeObject = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web" },
      spec: { ports: [{ port: 80, protocol: "TCP" }], selector: { app: "web" } },
    };
    expect(trackUpdate(undefined, service, writing("v1", "Service"))?.[0]?.fieldsV1).toEqual({
      "f:spec": {
        "f:ports": {
          ".": {},
          'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {}, "f:protocol": {} },
        },
        "f:selector": {},
      },
    });
  });

  test("of nothing but a name owns nothing; without a manager's name it is unknown's", () => {
    expect(trackUpdate(undefined, { ...config, data: undefined }, configMap())).toBeUndefined();
    expect(trackUpdate(undefined, config, configMap({ manager: "" }))?.[0]?.manager).toBe("unknown");
  });
});

describe("an update", () => {
  const created = tracked(undefined, config, configMap());

  test("that changes nothing leaves the very entries", () => {
    const same = cloneJson(created as never) as KubeObject;
    expect(trackUpdate(created, same, configMap({ manager: "other", nowMs: start + 5000 }))).toBe(
      created.metadata?.managedFields,
    );
  });

  test("that says nothing of managedFields and changes nothing else leaves them too", () => {
    const { managedFields: _, ...metadata } = created.metadata ?? {};
    expect(trackUpdate(created, { ...created, metadata }, configMap({ manager: "other" }))).toBe(
      created.metadata?.managedFields,
    );
  });

  test("takes what it changes from the others, and what it takes out from everybody", () => {
    const updated = tracked(
      created,
      { ...created, data: { a: "9", c: "3" } },
      configMap({ manager: "other", nowMs: start + 5000 }),
    );
    expect(fields(updated)).toEqual([
      ["me", { "f:data": {} }],
      ["other", { "f:data": { "f:a": {}, "f:c": {} } }],
    ]);
    expect(updated.metadata?.managedFields?.[1]?.time).toBe("2026-01-01T00:00:05Z");
  });

  test("by the same manager adds to its entry and its time", () => {
    const updated = tracked(
      created,
      { ...created, data: { a: "1", b: "2", c: "3" } },
      configMap({ nowMs: start + 5000 }),
    );
    expect(fields(updated)).toEqual([["me", { "f:data": { ".": {}, "f:a": {}, "f:b": {}, "f:c": {} } }]]);
    expect(updated.metadata?.managedFields?.[0]?.time).toBe("2026-01-01T00:00:05Z");
  });

  test("that takes all of another's fields takes its entry", () => {
    const { data: _, ...rest } = created;
    expect(trackUpdate(created, rest, configMap({ manager: "other" }))).toBeUndefined();
  });

  test("without managedFields in the request keeps the stored ones", () => {
    const updated = tracked(created, { ...config, data: { a: "1", b: "3" } }, configMap({ manager: "other" }));
    expect(fields(updated)).toEqual([
      ["me", { "f:data": { ".": {}, "f:a": {} } }],
      ["other", { "f:data": { "f:b": {} } }],
    ]);
  });

  test("of a subresource is another manager's, and what it does not write is not looked at", () => {
    const how = writing("apps/v1", "Deployment", { ignored: [["f:status"]] });
    const base: KubeObject = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: { replicas: 1 },
    };
    const live = tracked(undefined, { ...base, status: { replicas: 9 } }, how);
    expect(fields(live)).toEqual([["me", { "f:spec": { "f:replicas": {} } }]]);
    const updated = tracked(
      live,
      { ...live, spec: { replicas: 5 }, status: { readyReplicas: 1 } },
      writing("apps/v1", "Deployment", { subresource: "status", ignored: [["f:spec"]] }),
    );
    expect(updated.metadata?.managedFields?.map((one) => [one.subresource, one.fieldsV1])).toEqual([
      [undefined, { "f:spec": { "f:replicas": {} } }],
      ["status", { "f:status": { "f:readyReplicas": {} } }],
    ]);
  });

  test("of what nobody counted is not counted", () => {
    expect(trackUpdate(config, { ...config, data: { a: "9" } }, configMap())).toBeUndefined();
  });

  test("that only touches times is none", () => {
    const later = cloneJson(created as never) as KubeObject;
    (later.metadata?.managedFields?.[0] as ManagedFieldsEntry).time = "2026-02-02T00:00:00Z";
    expect(withOldTimes(later, created)).toBe(created.metadata?.managedFields);
    expect(withOldTimes({ ...later, data: {} }, created)).toBe(later.metadata?.managedFields);
  });
});

describe("managedFields that a client sends", () => {
  const created = tracked(undefined, config, configMap());
  const sent = (managedFields: ManagedFieldsEntry[]): KubeObject => ({
    ...created,
    metadata: { name: "c", managedFields },
  });

  test("[] and one empty entry take all away", () => {
    expect(trackUpdate(created, sent([]), configMap())).toBeUndefined();
    expect(trackUpdate(created, sent([{}]), configMap())).toBeUndefined();
  });

  test("count when they can be read, in canonical form", () => {
    const entry = {
      manager: "x",
      operation: "Apply",
      apiVersion: "v1",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:spec": { "f:ports": { 'k:{ "protocol": "TCP", "port": 80 }': {}, 'v: "a"': {}, "z:new": {} } } },
    };
    expect(trackUpdate(created, sent([entry]), configMap())).toEqual([
      { ...entry, fieldsV1: { "f:spec": { "f:ports": { 'k:{"port":80,"protocol":"TCP"}': {}, 'v:"a"': {} } } } },
    ]);
  });

  test.each<[string, ManagedFieldsEntry]>([
    ["no type", { manager: "x", operation: "Update", fieldsV1: {} }],
    ["another type", { manager: "x", operation: "Update", fieldsType: "FieldsV2", fieldsV1: {} }],
    ["a malformed key", { operation: "Update", fieldsType: "FieldsV1", fieldsV1: { "k:{": {} } }],
    ["a malformed value", { operation: "Update", fieldsType: "FieldsV1", fieldsV1: { "v:nope": {} } }],
    ["a malformed index", { operation: "Update", fieldsType: "FieldsV1", fieldsV1: { "i:x": {} } }],
    ["a set that is none", { operation: "Update", fieldsType: "FieldsV1", fieldsV1: { "f:a": 5 } }],
  ])("with %s leave the stored ones", (_, entry) => {
    expect(trackUpdate(created, sent([entry]), configMap())).toEqual(created.metadata?.managedFields);
  });
});

describe("many managers", () => {
  test("updaters beyond ten are put together, the oldest first; appliers stay", () => {
    let object = tracked(undefined, config, configMap());
    const applier = {
      manager: "applier",
      operation: "Apply",
      apiVersion: "v1",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:x": {} },
    };
    object.metadata?.managedFields?.push(applier);
    for (let index = 1; index <= 12; index++) {
      const how = configMap({ manager: `m${index}`, nowMs: start + index * 1000 });
      object = tracked(object, { ...object, data: { ...object["data"], [`k${index}`]: "x" } }, how);
    }
    const entries = object.metadata?.managedFields ?? [];
    expect(entries.filter((one) => one.operation === "Apply")).toHaveLength(1);
    const updaters = entries.filter((one) => one.operation === "Update");
    expect(updaters.map((one) => one.manager)).toEqual([
      "ancient-changes",
      ...[4, 5, 6, 7, 8, 9, 10, 11, 12].map((one) => `m${one}`),
    ]);
    expect(updaters[0]).toMatchObject({
      time: "2026-01-01T00:00:03Z",
      fieldsV1: { "f:data": { ".": {}, "f:a": {}, "f:b": {}, "f:k1": {}, "f:k2": {}, "f:k3": {} } },
    });
  });

  test("ten thousand that a client makes up are put together at once", () => {
    const managedFields: ManagedFieldsEntry[] = Array.from({ length: 10_000 }, (_, index) => ({
      manager: `m${index}`,
      operation: "Update",
      apiVersion: "v1",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:data": { [`f:k${index}`]: {} } },
    }));
    const begun = performance.now();
    const updaters = trackUpdate(undefined, { ...config, metadata: { name: "c", managedFields } }, configMap()) ?? [];
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(updaters).toHaveLength(10);
    const ancient = updaters.find((one) => one.manager === "ancient-changes");
    const data = (ancient?.fieldsV1 as Record<string, object> | undefined)?.["f:data"] ?? {};
    expect(Object.keys(data).length).toBeGreaterThan(9_980);
  });

  test("a manager of a version that is no longer served is dropped", () => {
    const live: KubeObject = {
      ...config,
      metadata: {
        name: "c",
        managedFields: [
          { manager: "old", operation: "Update", apiVersion: "v0", fieldsType: "FieldsV1", fieldsV1: { "f:data": {} } },
        ],
      },
    };
    expect(fields(tracked(live, { ...live, data: { a: "2", b: "2" } }, configMap()))).toEqual([
      ["me", { "f:data": { "f:a": {} } }],
    ]);
  });

  test("a manager of another version sees the change in its own terms", () => {
    const own = schemaOfKind("", "v1", "ConfigMap");
    const versions = {
      schemaOf: () => own,
      // v2 calls the data "content".
      convert: ({ data, content, ...rest }: KubeObject, apiVersion: string) =>
        apiVersion === "v2"
          ? { ...rest, apiVersion, content: data ?? content }
          : { ...rest, apiVersion, data: content ?? data },
    } as unknown as Writing["versions"];
    const live: KubeObject = {
      ...config,
      metadata: {
        name: "c",
        managedFields: [
          {
            manager: "new",
            operation: "Update",
            apiVersion: "v2",
            fieldsType: "FieldsV1",
            fieldsV1: { "f:content": {}, "f:immutable": {} },
          },
        ],
      },
    };
    expect(fields(tracked(live, { ...live, data: { a: "2" } }, configMap({ versions })))).toEqual([
      ["new", { "f:immutable": {} }],
      ["me", { "f:data": { "f:a": {} } }],
    ]);
  });
});

test("items without a key leave ownership as it was", () => {
  const live = tracked(
    undefined,
    { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { nodeName: "n" } },
    writing("v1", "Pod"),
  );
  const broken = { ...live, spec: { nodeName: "m", containers: [{ image: "x" }] } };
  expect(trackUpdate(live, broken, writing("v1", "Pod"))).toEqual(live.metadata?.managedFields);
});

test("duplicates in a list by key are owned together", () => {
  const env = (...values: string[]) => values.map((one) => ({ name: "A", value: one }));
  const pod = (list: unknown): KubeObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a" },
    spec: { containers: [{ name: "c", env: list }] },
  });
  const one = tracked(undefined, pod(env("1")), writing("v1", "Pod"));
  const nodeOf = (object: KubeObject, index: number) =>
    JSON.stringify(object.metadata?.managedFields?.[index]?.fieldsV1).match(/"f:env":(\{.*?\}\}?)\}/)?.[1];
  const two = tracked(
    one,
    { ...pod(env("1", "2")), metadata: one.metadata as object },
    writing("v1", "Pod", { manager: "b" }),
  );
  expect(JSON.stringify(two.metadata?.managedFields?.[0]?.fieldsV1)).toContain('"k:{\\"name\\":\\"A\\"}":{}');
  expect(two.metadata?.managedFields?.map((entry) => entry.manager)).toEqual(["b", "me"]);
  const again = tracked(
    two,
    { ...pod(env("3")), metadata: two.metadata as object },
    writing("v1", "Pod", { manager: "c" }),
  );
  expect(again.metadata?.managedFields?.map((entry) => entry.manager)).toEqual(["c", "me"]);
  expect(nodeOf(again, 0)).toContain("f:value");
});
