import { describe, expect, test } from "vitest";
import { cronTabSchema, cronTabs, cronTabVersion } from "../../../test/fixtures/custom-resources.ts";
import { customScope } from "../../../test/fixtures/custom-scope.ts";
import type { JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { SchemaCache } from "./schema-cache.ts";
import { withoutProse } from "./without-prose.ts";

const path = "/apis/stable.example.com/v1/namespaces/default/crontabs";
const name = "crontabs.stable.example.com";

function cronTab(spec: object, version = "v1"): KubeObject {
  return { apiVersion: `stable.example.com/${version}`, kind: "CronTab", metadata: { name: "one" }, spec };
}

describe("custom resources", () => {
  test("are served once they are defined, and not any more when they are not", async () => {
    const scope = customScope();
    expect((await scope.call("GET", path)).code).toBe(404);
    scope.define(cronTabs());
    expect((await scope.call("GET", path)).body).toMatchObject({ kind: "CronTabList", items: [] });
    scope.undefine(name);
    scope.clock.nowMs += 2_000;
    expect((await scope.call("GET", path)).code).toBe(404);
  });

  test("what the Worker knows the namespace knows too", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    await scope.customs.refresh();
    scope.define({ ...cronTabs([cronTabVersion("v1"), cronTabVersion("v2", { storage: false })], { generation: 2 }) });
    const { version } = scope.catalog.state();
    const other = path.replace("v1", "v2");
    expect((await scope.call("GET", other, undefined, { "skerry-customs": String(version) })).code).toBe(200);
  });

  test("a schema is fetched once, and built-in kinds never ask", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    await scope.call("GET", "/api/v1/namespaces/default/configmaps");
    expect(scope.asked).toEqual([]);
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    await scope.call("GET", `${path}/one`);
    expect(scope.asked).toEqual(["resources", "schema v1"]);
    scope.clock.nowMs += 2_000;
    await scope.call("GET", `${path}/one`);
    expect(scope.asked).toEqual(["resources", "schema v1", "resources"]);
  });

  test("are pruned, defaulted and validated", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    const made = await scope.call("POST", path, cronTab({ schedule: "x", odd: 1 }));
    expect(made).toMatchObject({
      code: 201,
      body: { spec: { schedule: "x", image: "busybox" }, metadata: { generation: 1 } },
    });
    expect(made.body.spec).not.toHaveProperty("odd");
    const refused = await scope.call("POST", path, { ...cronTab({}), metadata: { name: "two" } });
    expect(refused).toMatchObject({ code: 422, body: { details: { causes: [{ field: "spec.schedule" }] } } });
    const strict = await scope.call("POST", `${path}?fieldValidation=Strict`, cronTab({ schedule: "x", odd: 1 }));
    expect(strict).toMatchObject({ code: 400, body: { message: expect.stringContaining('unknown field "spec.odd"') } });
  });

  test("rules in CEL hold", async () => {
    const scope = customScope();
    const spec = (cronTabSchema["properties"] as JsonObject)["spec"] as JsonObject;
    const rules = [{ rule: "self.schedule != 'never'", message: "never is too late" }];
    const properties = { spec: { ...spec, "x-kubernetes-validations": rules } };
    scope.define(cronTabs([cronTabVersion("v1", {}, { ...cronTabSchema, properties })]));
    const refused = await scope.call("POST", path, cronTab({ schedule: "never" }));
    expect(refused).toMatchObject({ code: 422, body: { message: expect.stringContaining("never is too late") } });
  });

  test("a strategic merge is refused", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    const headers = { "content-type": "application/strategic-merge-patch+json" };
    expect((await scope.call("PATCH", `${path}/one`, {}, headers)).code).toBe(415);
  });

  test("without a status of its own, a changed status is a new generation", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    const headers = { "content-type": "application/merge-patch+json" };
    const patched = await scope.call("PATCH", `${path}/one`, { status: { replicas: 1 } }, headers);
    expect(patched.body).toMatchObject({ metadata: { generation: 2 }, status: { replicas: 1 } });
  });

  test("what lies there from before is read by the new schema, and rewritten by a write that changes nothing", async () => {
    const scope = customScope();
    scope.define(cronTabs());
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    const spec = (cronTabSchema["properties"] as JsonObject)["spec"] as JsonObject;
    const fields = { ...(spec["properties"] as JsonObject), zone: { type: "string", default: "UTC" } };
    const schema = { ...cronTabSchema, properties: { spec: { ...spec, properties: fields } } };
    const versions = [cronTabVersion("v2", {}, schema), cronTabVersion("v1", { storage: false }, schema)];
    scope.define(cronTabs(versions, { generation: 2 }));
    scope.clock.nowMs += 2_000;
    const { body } = await scope.call("GET", `${path}/one`);
    expect(body).toMatchObject({ apiVersion: "stable.example.com/v1", spec: { zone: "UTC" } });
    const listed = await scope.call("GET", path.replace("v1", "v2"));
    expect(listed.body.items[0]).toMatchObject({ apiVersion: "stable.example.com/v2", spec: { zone: "UTC" } });
    await scope.call("PUT", `${path}/one`, body);
    expect(JSON.parse(scope.store.get(name, "one")?.text ?? "")).toMatchObject({
      apiVersion: "stable.example.com/v2",
      spec: { zone: "UTC" },
    });
  });

  test("clients of a deprecated version are warned", async () => {
    const scope = customScope();
    scope.define(cronTabs([cronTabVersion("v1", { deprecated: true })]));
    const { headers } = await scope.call("GET", path);
    expect(headers.get("warning")).toContain("stable.example.com/v1 CronTab is deprecated");
  });
});

test("owners that speak another version are known by its schema, whoever writes", async () => {
  const scope = customScope();
  const versions = () => [cronTabVersion("v1"), cronTabVersion("v2", { storage: false })];
  scope.define(cronTabs(versions()));
  const headers = { "content-type": "application/apply-patch+yaml" };
  const other = path.replace("v1", "v2");
  await scope.call("PATCH", `${other}/one?fieldManager=m2`, cronTab({ schedule: "x" }, "v2"), headers);
  scope.define(cronTabs(versions(), { generation: 2 }));
  scope.clock.nowMs += 2_000;
  const applied = await scope.call("PATCH", `${path}/one?fieldManager=m1`, cronTab({ schedule: "y" }), headers);
  expect(applied).toMatchObject({ code: 409, body: { message: expect.stringContaining('conflict with "m2"') } });
  expect(scope.failures).toEqual([]);
});

test("fields that can't be selected by are refused as custom resources refuse them", async () => {
  const scope = customScope();
  scope.define(cronTabs([cronTabVersion("v1", { selectableFields: [{ jsonPath: ".spec.image" }] })]));
  await scope.call("POST", path, cronTab({ schedule: "x" }));
  const selected = await scope.call("GET", `${path}?fieldSelector=spec.image%3Dbusybox`);
  expect(selected.body.items).toHaveLength(1);
  const refused = await scope.call("GET", `${path}?fieldSelector=spec.schedule%3Dx`);
  expect(refused).toMatchObject({ code: 400, body: { message: "field label not supported: spec.schedule" } });
});

describe("conversion by webhook", () => {
  /** v2 calls the schedule "when". */
  function convert(object: KubeObject, to: string): KubeObject {
    const { schedule, when, ...rest } = object["spec"];
    const value = schedule ?? when;
    return {
      ...object,
      apiVersion: to,
      spec: { ...rest, ...(to.endsWith("v1") ? { schedule: value } : { when: value }) },
    };
  }

  function definition() {
    const open = {
      type: "object",
      properties: { spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    };
    const made = cronTabs([cronTabVersion("v1"), cronTabVersion("v2", { storage: false }, open)]);
    made.spec.conversion = {
      strategy: "Webhook",
      webhook: { clientConfig: { url: "https://hook" }, conversionReviewVersions: ["v1"] },
    };
    return made;
  }

  function defined(how = convert) {
    const scope = customScope(how);
    scope.define(definition());
    return scope;
  }

  const other = path.replace("v1", "v2");

  test("on the way in and out; a list is one call", async () => {
    const scope = defined();
    for (const one of ["a", "b", "c"]) {
      const object = { ...cronTab({ when: "x" }, "v2"), metadata: { name: one } };
      expect((await scope.call("POST", other, object)).body).toMatchObject({ spec: { when: "x" } });
    }
    expect(JSON.parse(scope.store.get(name, "a")?.text ?? "").spec).toMatchObject({ schedule: "x" });
    scope.reviews.length = 0;
    expect((await scope.call("GET", other)).body.items.map((one: KubeObject) => one["spec"].when)).toEqual([
      "x",
      "x",
      "x",
    ]);
    expect(scope.reviews.map(({ objects }) => (objects as unknown[]).length)).toEqual([3]);
    await scope.call("GET", other);
    expect(scope.reviews).toHaveLength(1);
    expect((await scope.call("GET", path)).body.items[0].spec).toMatchObject({ schedule: "x" });
    expect(scope.reviews).toHaveLength(1);
    expect(scope.failures).toEqual([]);
  });

  test("who owns a field owns what the webhook makes of it", async () => {
    const scope = defined();
    const headers = { "content-type": "application/apply-patch+yaml" };
    const [first, second] = [cronTab({ schedule: "x" }), cronTab({ when: "y" }, "v2")];
    await scope.call("PATCH", `${path}/one?fieldManager=m1`, first, headers);
    const refused = await scope.call("PATCH", `${other}/one?fieldManager=m2`, second, headers);
    expect(refused).toMatchObject({
      code: 409,
      body: { details: { causes: [{ message: 'conflict with "m1"', field: ".spec.schedule" }] } },
    });
    const forced = await scope.call("PATCH", `${other}/one?fieldManager=m2&force=true`, second, headers);
    expect(forced.body.spec).toMatchObject({ when: "y" });
    const owners = forced.body.metadata.managedFields.map(
      (one: { manager: string; apiVersion: string; fieldsV1: object }) => [
        one.manager,
        one.apiVersion,
        JSON.stringify(one.fieldsV1),
      ],
    );
    expect(owners).toEqual([["m2", "stable.example.com/v2", '{"f:spec":{"f:when":{}}}']]);
    expect((await scope.call("GET", `${path}/one`)).body.spec).toMatchObject({ schedule: "y" });
    expect(scope.failures).toEqual([]);
  });

  test("another definition has everything converted anew", async () => {
    const scope = defined();
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    await scope.call("GET", `${other}/one`);
    const { length } = scope.reviews;
    scope.define({ ...definition(), metadata: { ...definition().metadata, generation: 2 } });
    scope.clock.nowMs += 2_000;
    await scope.call("GET", `${other}/one`);
    expect(scope.reviews).toHaveLength(length + 1);
  });

  test("a page converts what it shows, also of the past", async () => {
    const scope = defined();
    for (const one of ["a", "b", "c", "d"]) {
      await scope.call("POST", path, { ...cronTab({ schedule: one }), metadata: { name: one } });
    }
    scope.reviews.length = 0;
    const first = await scope.call("GET", `${other}?limit=2`);
    expect(scope.reviews.map(({ objects }) => (objects as unknown[]).length)).toEqual([2]);
    const merge = { "content-type": "application/merge-patch+json" };
    for (const one of ["c", "d"]) await scope.call("PATCH", `${path}/${one}`, { spec: { schedule: "later" } }, merge);
    const next = await scope.call("GET", `${other}?limit=2&continue=${first.body.metadata.continue}`);
    expect(next.body.items.map((one: KubeObject) => one["spec"].when)).toEqual(["c", "d"]);
    expect(scope.reviews.map(({ objects }) => (objects as unknown[]).length)).toEqual([2, 2]);
  });

  test("a list is shown however much more it is than what is kept", async () => {
    const scope = defined();
    const long = "x".repeat(1_000_000);
    for (let index = 0; index < 12; index += 1) {
      const object = { ...cronTab({ schedule: `${index}${long}` }), metadata: { name: `n${index}` } };
      await scope.call("POST", path, object);
    }
    scope.reviews.length = 0;
    const { code, body } = await scope.call("GET", other);
    expect([code, body.items.length]).toEqual([200, 12]);
    // Nor is a webhook sent more than it can answer.
    expect(scope.reviews.map(({ objects }) => (objects as unknown[]).length)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  test("updates and deletes speak the version they came in", async () => {
    const scope = defined();
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    const headers = { "content-type": "application/merge-patch+json" };
    const patched = await scope.call("PATCH", `${other}/one`, { spec: { when: "y" } }, headers);
    expect(patched).toMatchObject({ code: 200, body: { spec: { when: "y" } } });
    expect((await scope.call("GET", `${path}/one`)).body.spec).toMatchObject({ schedule: "y" });
    expect((await scope.call("DELETE", `${other}/one`)).code).toBe(200);
    expect(scope.store.get(name, "one")).toBeUndefined();
  });

  test("one that fails or cheats is told of", async () => {
    const scope = defined((object, to) => ({ ...convert(object, to), metadata: { name: "other" } }));
    await scope.call("POST", path, cronTab({ schedule: "x" }));
    const { code, body } = await scope.call("GET", `${other}/one`);
    expect(code).toBe(500);
    expect(body.message).toContain(
      "conversion webhook for stable.example.com/v1, Kind=CronTab returned invalid object: must have the same name: one != other",
    );
  });
});

test("withoutProse keeps fields that are called like prose", () => {
  const bare = withoutProse(cronTabSchema) as { properties: { spec: { properties: object } } };
  expect(bare.properties.spec.properties).toHaveProperty("description", { type: "string" });
  expect(JSON.stringify(bare)).not.toContain("What is wanted");
});

test("SchemaCache: the least recently used goes, but none that is held", () => {
  const cache = new SchemaCache(150);
  const schema = JSON.stringify({ type: "object", format: "x".repeat(30) });
  const add = (key: string) => cache.add(key, { schema, conversion: undefined });
  add("a");
  cache.hold("a");
  add("b");
  add("c");
  expect(["a", "b", "c"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  cache.release("a");
  add("d");
  expect(["a", "c", "d"].map((key) => cache.get(key) !== undefined)).toEqual([false, true, true]);
});
