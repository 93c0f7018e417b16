import { describe, expect, test } from "vitest";
import { schemaOfKind } from "../../kinds/facts/schema-of.ts";
import { equalJson } from "../clone-json.ts";
import type { Json, JsonObject, KubeObject } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { StatusError } from "../status-error.ts";
import { type Applying, applyConfiguration } from "./apply.ts";
import { type FieldSet, pathsOf } from "./field-set.ts";
import { fieldSetOf } from "./field-set-of.ts";
import { trackUpdate } from "./update.ts";
import { oneVersion, type Versions } from "./versions.ts";

/** A custom resource's schema with everything that merging knows. */
const schema: Schema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      properties: {
        size: { type: "integer" },
        note: { type: "string" },
        tags: { type: "array", listType: "set", items: { type: "string" } },
        parts: {
          type: "array",
          listType: "map",
          listMapKeys: ["name"],
          items: {
            type: "object",
            properties: { name: { type: "string" }, weight: { type: "integer" }, color: { type: "string" } },
          },
        },
        labels: { type: "object", additionalProperties: { type: "string" } },
        whole: { type: "object", mapType: "atomic", additionalProperties: { type: "string" } },
        list: { type: "array", items: { type: "integer" } },
        open: { type: "object", preserveUnknownFields: true },
      },
    },
  },
};

const apiVersion = "example.com/v1";
const versions = oneVersion(apiVersion, schema);
const base = { apiVersion, kind: "Thing", metadata: { name: "t" } };

function applying(manager: string, force = false): Applying {
  return { apiVersion, kind: "Thing", versions, manager, subresource: "", nowMs: Date.UTC(2026, 0, 1), force };
}

function apply(live: KubeObject | undefined, spec: JsonObject, manager: string, force = false): KubeObject {
  const { object, managedFields } = applyConfiguration(live, { ...base, spec }, applying(manager, force));
  const metadata = { ...object.metadata, ...(managedFields === undefined ? {} : { managedFields }) };
  return withoutNulls({ ...object, metadata } as never) as KubeObject;
}

/** What decoding does to an applied object before it is stored. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutNulls(one)]));
}

function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A configuration that says something about some of the fields, but of none that it is empty. */
function randomFullSpec(random: (limit: number) => number): JsonObject {
  return (withoutEmpty(randomSpec(random)) ?? {}) as JsonObject;
}

/** A configuration that says something about some of the fields. */
function randomSpec(random: (limit: number) => number): JsonObject {
  const spec: JsonObject = {};
  const some = () => random(2) === 0;
  const subset = (names: string[]) => names.filter(some);
  if (some()) spec["size"] = random(3);
  if (some()) spec["note"] = `n${random(3)}`;
  if (some()) spec["tags"] = subset(["a", "b", "c"]);
  if (some()) {
    spec["parts"] = subset(["x", "y", "z"]).map((name) => ({
      name,
      ...(some() ? { weight: random(3) } : {}),
      ...(some() ? { color: "red" } : {}),
    }));
  }
  if (some()) spec["labels"] = Object.fromEntries(subset(["l", "m"]).map((key) => [key, `${random(2)}`]));
  if (some()) spec["whole"] = { k: `${random(2)}` };
  if (some()) spec["list"] = [random(3), random(3)];
  if (some()) spec["open"] = { a: { b: random(3) }, c: [random(2)] };
  return spec;
}

const setsOf = (object: KubeObject) =>
  (object.metadata?.managedFields ?? []).map(
    (entry) => [entry.manager, entry.fieldsV1 as unknown as FieldSet] as const,
  );

describe("properties (500 seeds)", () => {
  test("what is applied twice is applied once", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = randomFrom(seed);
      const live = apply(apply(undefined, randomSpec(random), "one"), randomSpec(random), "two", true);
      const spec = randomSpec(random);
      const once = apply(live, spec, "one", true);
      const twice = applyConfiguration(once, { ...base, spec }, applying("one"));
      expect(twice.changed, `seed ${seed}`).toBe(false);
      expect(twice.managedFields, `seed ${seed}`).toEqual(once.metadata?.managedFields);
    }
  });

  test("an applier owns what it says, no more and no less", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = randomFrom(seed);
      const live = apply(undefined, randomSpec(random), "one");
      const spec = randomSpec(random);
      const object = apply(live, spec, "two", true);
      const own = setsOf(object).find(([manager]) => manager === "two")?.[1] ?? {};
      const said = [...pathsOf(fieldSetOf({ spec } as JsonObject, schema))].map((path) => path.join(" ")).sort();
      expect([...pathsOf(own)].map((path) => path.join(" ")).sort(), `seed ${seed}`).toEqual(said);
    }
  });

  test("the object has what is applied, and after one applier took all back, only the other's", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = randomFrom(seed);
      const [first, second] = [randomSpec(random), randomSpec(random)];
      const alone = apply(undefined, second, "two");
      const both = apply(apply(undefined, first, "one"), second, "two", true);
      const set = fieldSetOf({ spec: second } as JsonObject, schema);
      for (const path of pathsOf(set)) {
        expect(exists({ spec: both["spec"] }, path), `seed ${seed}: ${path.join(" ")}`).toBe(true);
      }
      const left = apply(both, {}, "one");
      expect(sorted(withoutEmpty(left["spec"])), `seed ${seed}`).toEqual(sorted(withoutEmpty(alone["spec"])));
    }
  });

  test("every owned path exists, after any sequence of applies and updates", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      let live = apply(undefined, randomFullSpec(random), "one");
      for (let step = 0; step < 6; step++) {
        if (random(2) === 0) live = apply(live, randomFullSpec(random), ["one", "two"][random(2)] as string, true);
        else {
          const updated: KubeObject = { ...live, spec: randomFullSpec(random) };
          const managedFields = trackUpdate(live, updated, applying("three"));
          const { managedFields: _, ...metadata } = live.metadata ?? {};
          live = { ...updated, metadata: { ...metadata, ...(managedFields === undefined ? {} : { managedFields }) } };
        }
        const { metadata: _, ...rest } = live;
        for (const [manager, set] of setsOf(live)) {
          for (const path of pathsOf(set)) {
            expect(exists(rest as JsonObject, path), `seed ${seed} step ${step}: ${manager} ${path.join(" ")}`).toBe(
              true,
            );
          }
        }
      }
    }
  });
});

/** Whether the path leads to something, be it null or empty. */
function exists(value: Json | undefined, path: readonly string[]): boolean {
  let at: Json | undefined = value;
  for (const element of path) {
    const body = element.slice(2);
    if (element.startsWith("f:")) at = (at as JsonObject | undefined)?.[body];
    else if (element.startsWith("v:")) at = (at as Json[] | undefined)?.find((one) => JSON.stringify(one) === body);
    else at = (at as JsonObject[] | undefined)?.find((one) => one["name"] === (JSON.parse(body) as JsonObject)["name"]);
  }
  return at !== undefined;
}

/** Empty maps and lists are left behind by what was in them. */
function withoutEmpty(value: Json | undefined): Json | undefined {
  if (value === null || value === undefined || typeof value !== "object") return value ?? undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => withoutEmpty(one) as Json);
  const kept = Object.entries(value)
    .map(([key, one]) => [key, withoutEmpty(one)] as const)
    .filter(([, one]) => one !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as JsonObject);
}

/** Lists by key in the order of their keys: who applied first decides the order, not the content. */
function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) {
    const texts = value.map((one) => JSON.stringify(sorted(one)));
    return texts.sort();
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([key, one]) => [key, sorted(one) as Json]));
}

describe("schemas", () => {
  test("what became atomic is owned as a whole", () => {
    const finer = apply(undefined, { labels: { l: "1" } }, "one");
    const atomic: Schema = {
      type: "object",
      properties: {
        spec: {
          type: "object",
          properties: { labels: { type: "object", mapType: "atomic", additionalProperties: { type: "string" } } },
        },
      },
    };
    const how = { ...applying("two", true), versions: oneVersion(apiVersion, atomic) };
    const outcome = applyConfiguration(finer, { ...base, spec: { labels: { l: "1" } } }, how);
    expect(outcome.managedFields?.map((entry) => entry.fieldsV1)).toEqual([
      { "f:spec": { "f:labels": {} } },
      { "f:spec": { "f:labels": {} } },
    ]);
  });

  test("an open field is owned field by field, its lists as wholes", () => {
    const object = apply(undefined, { open: { a: { b: 1 }, c: [1, 2] } }, "one");
    expect(setsOf(object)[0]?.[1]).toEqual({
      "f:spec": { "f:open": { "f:a": { ".": {}, "f:b": {} }, "f:c": {} } },
    });
    expect(() => apply(object, { open: { c: [3] } }, "two")).toThrow('conflict with "one": .spec.open.c');
  });

  test("sources stay as they are, and the result shares nothing with them", () => {
    const live = apply(undefined, { parts: [{ name: "x", weight: 1 }], open: { a: { b: 1 } } }, "one");
    const config = { ...base, spec: { parts: [{ name: "x", color: "red" }], whole: { k: "1" } } };
    const before = JSON.stringify([live, config]);
    const { object } = applyConfiguration(live, config, applying("two"));
    for (const part of object["spec"].parts as JsonObject[]) part["weight"] = 99;
    object["spec"].open.a.b = 99;
    object["spec"].whole.k = "99";
    expect(JSON.stringify([live, config])).toBe(before);
  });
});

describe("versions", () => {
  const thing = (field: string): Schema => ({
    type: "object",
    properties: { spec: { type: "object", properties: { [field]: { type: "integer" }, note: { type: "string" } } } },
  });
  // v2 calls the size "length".
  const renamed: Versions = {
    schemaOf: (asked) => ({ "example.com/v1": thing("size"), "example.com/v2": thing("length") })[asked],
    convert: (object, to) => {
      const { size, length, ...rest } = (object["spec"] ?? {}) as JsonObject;
      const value = size ?? length;
      const name = to === "example.com/v2" ? "length" : "size";
      return { ...object, apiVersion: to, spec: { ...rest, ...(value === undefined ? {} : { [name]: value }) } };
    },
  };

  function applyIn(
    version: string,
    live: KubeObject | undefined,
    spec: JsonObject,
    manager: string,
    force = false,
  ): KubeObject {
    const inVersion = live === undefined ? live : (renamed.convert(live as JsonObject, version) as KubeObject);
    const how = { ...applying(manager, force), apiVersion: version, versions: renamed };
    const { object, managedFields } = applyConfiguration(inVersion, { ...base, apiVersion: version, spec }, how);
    return { ...object, metadata: { ...object.metadata, ...(managedFields === undefined ? {} : { managedFields }) } };
  }

  test("an applier that moves to another version drops what it applied in the one before", () => {
    const first = applyIn("example.com/v2", undefined, { length: 3, note: "x" }, "one");
    const moved = applyIn("example.com/v1", first, { note: "x" }, "one");
    expect(moved["spec"]).toEqual({ note: "x" });
    expect(moved.metadata?.managedFields).toMatchObject([
      { apiVersion: "example.com/v1", fieldsV1: { "f:spec": { "f:note": {} } } },
    ]);
    const kept = applyIn("example.com/v1", first, { note: "x", size: 3 }, "one");
    expect(kept["spec"]).toEqual({ note: "x", size: 3 });
  });

  test("what another owns in its version is a conflict in this one, and stays when dropped here", () => {
    const first = applyIn("example.com/v2", undefined, { length: 3 }, "one");
    expect(() => applyIn("example.com/v1", first, { size: 4 }, "two")).toThrow('conflict with "one": .spec.length');
    const shared = applyIn("example.com/v1", first, { size: 3, note: "x" }, "two");
    expect(applyIn("example.com/v1", shared, { note: "x" }, "two")["spec"]).toEqual({ size: 3, note: "x" });
    expect(applyIn("example.com/v1", shared, { size: 4 }, "two", true).metadata?.managedFields).toHaveLength(1);
  });
});

describe("hostile input", () => {
  test("names of prototypes are names", () => {
    const spec = JSON.parse('{"labels":{"__proto__":"x","constructor":"y"}}') as JsonObject;
    const { object, managedFields } = applyConfiguration(undefined, { ...base, spec }, applying("one"));
    expect(Object.getPrototypeOf(object["spec"].labels)).toBe(Object.prototype);
    const live = { ...object, metadata: { name: "t", managedFields: managedFields ?? [] } };
    expect(setsOf(live)[0]?.[1]).toEqual({ "f:spec": { "f:labels": { "f:__proto__": {}, "f:constructor": {} } } });
    expect(apply(live, {}, "one")["spec"]).toEqual({});
  });

  test("a list of 20,000 items is merged at once, and a conflict about all of them is told briefly", () => {
    const parts = Array.from({ length: 20_000 }, (_, index) => ({ name: `p${index}`, weight: 1 }));
    const live = apply(undefined, { parts }, "one");
    const reversed = [...parts].reverse().map((part) => ({ ...part, weight: 2 }));
    try {
      apply(live, { parts: reversed }, "two");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(StatusError);
      expect((error as StatusError).details?.causes).toHaveLength(1000);
    }
    const forced = apply(live, { parts: reversed }, "two", true);
    expect(equalJson(forced["spec"].parts, reversed as Json)).toBe(true);
  }, 5000);

  test("depth as far as bodies go", () => {
    let deep: Json = {};
    for (let depth = 0; depth < 450; depth++) deep = { a: deep };
    const object = apply(undefined, { open: deep as JsonObject }, "one");
    expect(apply(object, {}, "one")["spec"]).toEqual({});
  });
});

describe("what client-side apply left", () => {
  const configMap = schemaOfKind("", "v1", "ConfigMap");
  const how = { ...applying("kubectl"), apiVersion: "v1", kind: "ConfigMap", versions: oneVersion("v1", configMap) };
  const config = (data: Record<string, string>) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "c" },
    data,
  });
  const annotation = "kubectl.kubernetes.io/last-applied-configuration";

  function liveWith(lastApplied: unknown): KubeObject {
    const annotations = { [annotation]: JSON.stringify(lastApplied) };
    const managedFields = [
      {
        manager: "x",
        operation: "Update",
        apiVersion: "v1",
        fieldsType: "FieldsV1",
        fieldsV1: { "f:data": { "f:a": {} } },
      },
    ];
    return { ...config({ a: "1" }), metadata: { name: "c", annotations, managedFields } };
  }

  test("counts only when it is of this version and fits the schema", () => {
    const changed = config({ a: "2" });
    expect(applyConfiguration(liveWith(config({ a: "1" })), changed, how).object["data"]).toEqual({ a: "2" });
    for (const other of [{ ...config({ a: "1" }), apiVersion: "v0" }, { ...config({ a: "1" }), extra: 1 }, "text"]) {
      expect(() => applyConfiguration(liveWith(other), changed, how)).toThrow('conflict with "x" using v1: .data.a');
    }
  });

  test("is dropped when it would be too big to be an annotation", () => {
    const { object } = applyConfiguration(liveWith(config({})), config({ b: "x".repeat(300_000) }), how);
    expect(object.metadata?.annotations).toEqual({});
  });
});

test("an object whose list has a key twice can be applied to", () => {
  const pod = schemaOfKind("", "v1", "Pod");
  const how = { ...applying("ci"), apiVersion: "v1", kind: "Pod", versions: oneVersion("v1", pod) };
  const withEnv = (env: Json): KubeObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a" },
    spec: { containers: [{ name: "c", env }] },
  });
  const twice = withEnv([
    { name: "A", value: "1" },
    { name: "A", value: "2" },
    { name: "B", value: "3" },
  ]);
  const { object } = applyConfiguration(twice, withEnv([{ name: "A", value: "4" }]), { ...how, force: true });
  expect(object["spec"].containers[0].env).toEqual([
    { name: "A", value: "4" },
    { name: "B", value: "3" },
  ]);
});

test("an object whose items have no key is refused, by name", () => {
  const live: KubeObject = { ...base, spec: { parts: [{ weight: 1 }] } };
  const config = { ...base, metadata: { name: "t", namespace: "n" }, spec: { parts: [{ name: "x" }] } };
  expect(() => applyConfiguration(live, config, applying("one"))).toThrow(
    'failed to create typed live object (n/t; example.com/v1, Kind=Thing): associative list with keys has an element that omits all key fields ["name"]',
  );
});

test("a pod's real schema: an applier and a kubelet side by side", () => {
  const pod = schemaOfKind("", "v1", "Pod");
  const how = { ...applying("ci"), apiVersion: "v1", kind: "Pod", versions: oneVersion("v1", pod) };
  const config = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a" },
    spec: { containers: [{ name: "c", image: "x" }] },
  };
  const created = applyConfiguration(undefined, config, how);
  const live: KubeObject = { ...created.object, metadata: { name: "a", managedFields: created.managedFields ?? [] } };
  const status = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
  const ran: KubeObject = { ...live, status };
  const managedFields = trackUpdate(live, ran, { ...how, manager: "kubelet", subresource: "status" });
  const again = applyConfiguration(
    { ...ran, metadata: { name: "a", managedFields: managedFields ?? [] } },
    config,
    how,
  );
  expect(again.changed).toBe(false);
  expect(again.managedFields).toEqual(managedFields);
  expect(again.object["status"]).toEqual(status);
});
