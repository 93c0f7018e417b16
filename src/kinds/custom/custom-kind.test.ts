import { describe, expect, test } from "vitest";
import { cronTabSchema, cronTabs, cronTabVersion } from "../../../test/fixtures/custom-resources.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { schemaFromOpenApi } from "../../apimachinery/schema/custom-schema.ts";
import { schemaOf } from "../facts/schema-of.ts";
import type { CustomResourceDefinition } from "../facts/types.gen.ts";
import type { Kind } from "../kind.ts";
import { asOfNow, customKinds } from "./custom-kind.ts";
import { customResourceOf } from "./custom-resource.ts";

const context = { nowMs: 0, user: { name: "me", groups: [] }, subresource: "" };

function kindsOf(definition: CustomResourceDefinition) {
  const resource = customResourceOf(definition, 1);
  if (resource === undefined) throw new Error("it is not served");
  const schema = schemaFromOpenApi(cronTabSchema, schemaOf("meta.v1.ObjectMeta"));
  return customKinds(resource, () => schema);
}

function kindOf(definition = cronTabs()): Kind {
  return kindsOf(definition).served[0] as Kind;
}

function cronTab(spec: Record<string, unknown>, more: object = {}): KubeObject {
  return {
    apiVersion: "stable.example.com/v1",
    kind: "CronTab",
    metadata: { name: "one" },
    spec,
    ...more,
  } as KubeObject;
}

describe("customResourceOf", () => {
  test("is nothing before it is established", () => {
    expect(customResourceOf({ ...cronTabs(), status: {} }, 1)).toBeUndefined();
  });

  test("keeps versions that are served or stored", () => {
    const versions = [
      cronTabVersion("v2"),
      cronTabVersion("v1", { storage: false, deprecated: true }),
      cronTabVersion("v0", { storage: false, served: false }),
    ];
    const resource = customResourceOf(cronTabs(versions), 7);
    expect(resource?.versions).toEqual([
      { name: "v2", served: true },
      { name: "v1", served: true, deprecation: "stable.example.com/v1 CronTab is deprecated" },
    ]);
    expect(resource).toMatchObject({ storageVersion: "v2", since: 7, shortNames: ["ct"], scope: "Namespaced" });
  });
});

describe("customKinds", () => {
  test("a stored version that is not served is a shape and no kind to ask for", () => {
    const { served, stored } = kindsOf(
      cronTabs([cronTabVersion("v1", { served: false }), cronTabVersion("v2", { storage: false })]),
    );
    expect(served.map(({ version }) => version)).toEqual(["v2"]);
    expect(stored?.version).toBe("v1");
  });

  test("one that is being deleted takes no new objects", () => {
    expect(kindOf().verbs).toContain("create");
    expect(kindOf(cronTabs(undefined, { deletionTimestamp: "2026-01-01T00:00:00Z" })).verbs).not.toContain("create");
  });

  test("fills in defaults", () => {
    const object = cronTab({ schedule: "x" });
    kindOf().strategy.setDefaults?.(object);
    expect(object["spec"]).toEqual({ schedule: "x", image: "busybox" });
  });

  test("tells what its schema refuses, with upstream's paths", () => {
    const errors = kindOf().strategy.validateCreate?.(cronTab({ replicas: -1 }), context) ?? [];
    expect(errors.map(({ field, body }) => `${field}: ${body}`)).toEqual([
      "spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or equal to 0",
      "spec.schedule: Required value",
    ]);
  });

  test("what an update leaves as it was may stay", () => {
    const [old, object] = [cronTab({ schedule: "x", replicas: -1 }), cronTab({ schedule: "y", replicas: -1 })];
    expect(kindOf().strategy.validateUpdate?.(object, old, context)).toEqual([]);
  });

  test("a scale's replicas are a number that is not negative", () => {
    const scale = { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" };
    const kind = kindOf(cronTabs([cronTabVersion("v1", { subresources: { scale } })]));
    const errors = kind.strategy.validateCreate?.(cronTab({ schedule: "x" }, { status: { replicas: -2 } }), context);
    expect(errors?.map(({ field }) => field)).toEqual([".status.replicas"]);
  });

  test("status of its own is dropped from creates, and written without metadata", () => {
    const kind = kindOf(cronTabs([cronTabVersion("v1", { subresources: { status: {} } })]));
    const object = cronTab({ schedule: "x" }, { status: { replicas: 1 } });
    kind.strategy.prepareForCreate?.(object, context);
    expect(object["status"]).toBeUndefined();
    const [old, update] = [cronTab({}), cronTab({})];
    update.metadata = { name: "one", labels: { a: "b" } };
    kind.strategy.prepareForStatusUpdate?.(update, old, context);
    expect(update.metadata).toEqual({ name: "one" });
  });

  test("None converts by name, and keeps what the other version knows", () => {
    const object = cronTab({ schedule: "x", odd: 1 });
    const converted = kindOf().convert?.(object, "stable.example.com/v2");
    expect(converted).toMatchObject({ apiVersion: "stable.example.com/v2", spec: { schedule: "x" } });
    expect(converted?.["spec"]).not.toHaveProperty("odd");
    expect(object.apiVersion).toBe("stable.example.com/v1");
  });

  test("without its schema at hand, a version is known by its name alone", () => {
    const resource = customResourceOf(cronTabs(), 1);
    const kind = customKinds(resource as NonNullable<typeof resource>, () => undefined).served[0] as Kind;
    expect(() => kind.schema).toThrow("is not loaded");
    expect(kind.convert?.(cronTab({ odd: 1 }), "stable.example.com/v2")["spec"]).toEqual({ odd: 1 });
  });

  test("selects by the fields that its definition names", () => {
    const kind = kindOf(cronTabs([cronTabVersion("v1", { selectableFields: [{ jsonPath: ".spec.image" }] })]));
    expect(kind.selectableFields["spec.image"]?.(cronTab({ image: "a" }))).toBe("a");
    expect(kind.selectableFields["spec.image"]?.(cronTab({}))).toBe("");
  });

  test("shows name and age when its definition asks for no columns", () => {
    const kind = kindOf();
    const object = cronTab({});
    object.metadata = { name: "one", creationTimestamp: "2026-01-01T00:00:00Z" };
    const nowMs = Date.parse("2026-01-01T01:00:00Z");
    expect(kind.columns.map((one) => [one.name, one.cell(object, { nowMs })])).toEqual([
      ["Name", "one"],
      ["Age", "60m"],
    ]);
  });

  test("columns show what is there by their types, and nothing otherwise", () => {
    const columns = [
      { name: "Schedule", type: "string", jsonPath: ".spec.schedule" },
      { name: "Replicas", type: "integer", jsonPath: ".spec.replicas", priority: 1 },
      { name: "Spec", type: "string", jsonPath: ".spec" },
      { name: "Missing", type: "boolean", jsonPath: ".spec.missing" },
      { name: "When", type: "date", jsonPath: ".spec.schedule" },
    ];
    const kind = kindOf(cronTabs([cronTabVersion("v1", { additionalPrinterColumns: columns })]));
    const cells = kind.columns.map((one) => one.cell(cronTab({ schedule: "x", replicas: 2.5 }), { nowMs: 0 }));
    expect(cells).toEqual(["one", "x", 2, '{"schedule":"x","replicas":2.5}', null, "<invalid>"]);
    expect(kind.columns[2]?.priority).toBe(1);
  });
});

test("asOfNow: what an earlier schema let in goes, and today's defaults are there", () => {
  const stored = cronTab({ schedule: "x", odd: 1 });
  expect(asOfNow(kindOf(), stored)["spec"]).toEqual({ schedule: "x", image: "busybox" });
  expect(stored["spec"]).toEqual({ schedule: "x", odd: 1 });
});
