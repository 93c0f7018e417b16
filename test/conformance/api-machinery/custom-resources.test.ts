// Definitions of custom resources, and what is served by them.
import { expect } from "vitest";
import type { ApiObject } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { customResource, definitionOf, isEstablished, versionOf } from "../harness/custom-resource.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const simple =
  "[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] Simple CustomResourceDefinition";
const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

conformance(`${simple} creating/deleting custom resource definition objects works [Conformance]`, async ({ api }) => {
  const { definition, remove } = await customResource(api);
  expect(isEstablished(await api.get(definition))).toBe(true);
  await remove();
  await expectReason(api.get(definition), "NotFound");
});

conformance(`${simple} listing custom resource definition objects works [Conformance]`, async ({ api }) => {
  const label = randomName("listed");
  const labelSelector = `listed=${label}`;
  const bodies = Array.from({ length: 10 }, () => definitionOf());
  for (const body of bodies) {
    await api.create(definitions, { ...body, metadata: { ...body.metadata, labels: { listed: label } } });
  }
  expect((await api.list(definitions, { labelSelector })).items).toHaveLength(bodies.length);
  await api.json("DELETE", definitions, { query: { labelSelector } });
  await until(async () => (await api.list(definitions, { labelSelector })).items.length === 0);
});

conformance(
  `${simple} getting/updating/patching custom resource definition status sub-resource works [Conformance]`,
  async ({ api }) => {
    const { definition, remove } = await customResource(api);
    const status = `${definition}/status`;
    expect(isEstablished(await api.get(status))).toBe(true);
    const condition = { type: "StatusUpdate", status: "True", reason: "E2E", message: "Set from e2e test" };
    const updated = await api.change(status, (object) => object["status"].conditions.push(condition));
    expect(updated["status"].conditions).toContainEqual(expect.objectContaining(condition));
    const conditions = [...updated["status"].conditions, { ...condition, type: "StatusPatched" }];
    const patched = await api.patch(status, { status: { conditions } });
    expect(patched["status"].conditions).toContainEqual(expect.objectContaining({ type: "StatusPatched" }));
    await remove();
  },
);

conformance(
  "[sig-api-machinery] CustomResourceDefinition Watch [Privileged:ClusterAdmin] CustomResourceDefinition Watch watch on custom resource definition objects [Conformance]",
  async ({ api }) => {
    const { collection, kind, group, version, remove } = await customResource(api, { scope: "Cluster" });
    const path = collection("");
    const watches = [
      await api.watch(path, { fieldSelector: "metadata.name=a" }),
      await api.watch(path, { fieldSelector: "metadata.name=b" }),
    ];
    for (const [index, name] of ["a", "b"].entries()) {
      const watch = watches[index];
      const own = `${path}/${name}`;
      await api.create(path, {
        apiVersion: `${group}/${version}`,
        kind,
        metadata: { name },
        content: { key: "value" },
      });
      expect((await watch?.next())?.type).toBe("ADDED");
      await api.patch(own, { num: { num1: 1 } });
      const modified = await watch?.next();
      expect([modified?.type, modified?.object["num"], modified?.object.metadata.name]).toEqual([
        "MODIFIED",
        { num1: 1 },
        name,
      ]);
      await api.delete(own);
      expect((await watch?.next())?.type).toBe("DELETED");
    }
    for (const watch of watches) watch.close();
    await remove();
  },
);

conformance(
  "[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] should include custom resource definition resources in discovery documents [Conformance]",
  async ({ api }) => {
    const { groups } = await api.json("GET", "/apis");
    const group = groups.find(({ name }: { name: string }) => name === "apiextensions.k8s.io");
    expect(group.versions).toContainEqual({ groupVersion: "apiextensions.k8s.io/v1", version: "v1" });
    expect((await api.json("GET", "/apis/apiextensions.k8s.io")).versions).toEqual(group.versions);
    const { resources } = await api.json("GET", "/apis/apiextensions.k8s.io/v1");
    expect(resources.map(({ name }: { name: string }) => name)).toContain("customresourcedefinitions");
  },
);

conformance(
  "[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin] custom resource defaulting for requests and from storage works [Conformance]",
  async ({ api }) => {
    const schema = { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } };
    const { collection, kind, group, version, definition, remove } = await customResource(api, {
      scope: "Cluster",
      schema,
    });
    const path = collection("");
    const make = (name: string) => api.create(path, { apiVersion: `${group}/${version}`, kind, metadata: { name } });
    const fields = ({ a, b }: ApiObject) => ({ a, b });
    const defaults = (values: object) =>
      api.change(definition, (object) => {
        const { properties } = object["spec"].versions[0].schema.openAPIV3Schema;
        for (const [name, value] of Object.entries(values)) properties[name].default = value;
        for (const name of Object.keys(properties)) if (!(name in values)) delete properties[name].default;
      });
    expect(fields(await make("stored"))).toEqual({ a: undefined, b: undefined });

    await defaults({ a: "A" });
    const untilRead = (expected: object) =>
      until(async () => {
        expect(fields(await api.get(`${path}/stored`))).toEqual(expected);
        return true;
      });
    await untilRead({ a: "A", b: undefined });
    expect(fields(await make("later"))).toEqual({ a: "A", b: undefined });

    await defaults({ b: "B" });
    // What was stored without a default has none; what was stored with it keeps it.
    await untilRead({ a: undefined, b: "B" });
    expect(fields(await api.get(`${path}/later`))).toEqual({ a: "A", b: "B" });
    await remove();
  },
);

for (const name of [
  "[sig-api-machinery] AggregatedDiscovery should support aggregated discovery interface for CRDs [Conformance]",
  "[sig-api-machinery] AggregatedDiscovery should support raw aggregated discovery request for CRDs [Conformance]",
]) {
  conformance(name, async ({ api }) => {
    const one = await customResource(api);
    const two = await customResource(api, { scope: "Cluster", group: one.group });
    await until(async () => {
      const { items } = await api.json("GET", "/apis", { accept: aggregated });
      const found = items.find(({ metadata }: { metadata: { name: string } }) => metadata.name === one.group);
      expect(found.versions).toHaveLength(1);
      const { version, resources } = found.versions[0];
      expect(version).toBe("v1");
      const scopes = resources.map(({ resource, scope }: { resource: string; scope: string }) => [resource, scope]);
      expect(scopes.sort()).toEqual(
        [
          [one.plural, "Namespaced"],
          [two.plural, "Cluster"],
        ].sort(),
      );
      return true;
    });
    await one.remove();
    await two.remove();
    await until(async () => {
      const { items } = await api.json("GET", "/apis", { accept: aggregated });
      return !items.some(({ metadata }: { metadata: { name: string } }) => metadata.name === one.group);
    });
  });
}

const cronSchema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      properties: {
        cronSpec: { type: "string", pattern: "^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$" },
        ports: {
          type: "array",
          items: { type: "object", properties: { containerPort: { type: "integer" }, protocol: { type: "string" } } },
        },
      },
    },
  },
};

const cases = [
  {
    name: "[sig-api-machinery] FieldValidation should create/apply a CR with unknown fields for CRD with no validation schema [Conformance]",
    schema: undefined,
    content: { unknownField: "kept", spec: { cronSpec: "anything" } },
    says: undefined,
  },
  {
    name: "[sig-api-machinery] FieldValidation should create/apply a valid CR for CRD with validation schema [Conformance]",
    schema: cronSchema,
    content: { spec: { cronSpec: "* * * * */5", ports: [{ containerPort: 8081, protocol: "TCP" }] } },
    says: undefined,
  },
  {
    name: "[sig-api-machinery] FieldValidation should create/apply an invalid CR with extra properties for CRD with validation schema [Conformance]",
    schema: cronSchema,
    content: { spec: { cronSpec: "* * * * */5", extraProperty: "arbitrary-value", ports: [] } },
    says: 'unknown field "spec.extraProperty"',
  },
];

for (const { name, schema, content, says } of cases) {
  conformance(name, async ({ api, namespace }) => {
    const { collection, kind, group, version, remove } = await customResource(
      api,
      schema === undefined ? {} : { schema },
    );
    const path = collection(namespace);
    const body = (called: string) => ({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: called },
      ...content,
    });
    const strict = { fieldValidation: "Strict" };
    const create = api.create(path, body("created"), strict);
    const apply = () =>
      api.patch(`${path}/applied`, body("applied"), "apply-patch", { ...strict, fieldManager: "test" });
    if (says === undefined) {
      expect(await create).toMatchObject(content);
      expect(await apply()).toMatchObject(content);
    } else {
      expect((await expectReason(create, "BadRequest")).status.message).toContain(says);
      await expect(apply()).rejects.toThrow("spec.extraProperty: field not declared in schema");
    }
    await remove();
  });
}

conformance(
  "[sig-api-machinery] FieldValidation should detect duplicates in a CR when preserving unknown fields [Conformance]",
  async ({ api, namespace }) => {
    const { collection, kind, group, version, remove } = await customResource(api);
    const body = `
apiVersion: ${group}/${version}
kind: ${kind}
metadata:
  name: a
spec:
  unknown: x
  foo: first
  foo: second
`;
    const error = await expectReason(
      api.patch(`${collection(namespace)}/a`, body, "apply-patch", { fieldValidation: "Strict", fieldManager: "test" }),
      "BadRequest",
    );
    expect(error.status.message).toContain('line 9: key "foo" already set in map');
    const json = JSON.stringify({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: "a" },
      spec: { foo: "*" },
    });
    const created = api.json("POST", collection(namespace), {
      body: json.replace('"foo":"*"', '"foo":"*","foo":"5"'),
      query: { fieldValidation: "Strict" },
    });
    expect((await expectReason(created, "BadRequest")).status.message).toContain('duplicate field "spec.foo"');
    await remove();
  },
);

conformance(
  "[sig-api-machinery] FieldValidation should detect unknown metadata fields in both the root and embedded object of a CR [Conformance]",
  async ({ api, namespace }) => {
    const embedded = {
      type: "object",
      "x-kubernetes-embedded-resource": true,
      "x-kubernetes-preserve-unknown-fields": true,
    };
    const schema = { type: "object", properties: { spec: { type: "object", properties: { template: embedded } } } };
    const { collection, kind, group, version, remove } = await customResource(api, {
      versions: [versionOf("v1", schema)],
    });
    const template = { apiVersion: "v1", kind: "Pod", metadata: { name: "inner", unknownSubMeta: "x" } };
    const body = {
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name: "a", unknownMeta: "x" },
      spec: { template },
    };
    const strict = { fieldValidation: "Strict" };
    const { status } = await expectReason(api.create(collection(namespace), body, strict), "BadRequest");
    expect(status.message).toContain('unknown field "metadata.unknownMeta"');
    expect(status.message).toContain('unknown field "spec.template.metadata.unknownSubMeta"');
    const applied = api.patch(`${collection(namespace)}/a`, body, "apply-patch", { ...strict, fieldManager: "test" });
    expect((await expectReason(applied, "BadRequest")).status.message).toContain(
      ".metadata.unknownMeta: field not declared in schema",
    );
    await remove();
  },
);
