// Custom resources in the OpenAPI document, and kubectl, which goes by it.
import { expect, inject } from "vitest";
import { toolsFor } from "../../e2e/harness/kubectl.ts";
import type { Api } from "../harness/api.ts";
import { conformance } from "../harness/conformance.ts";
import { type CustomResource, customResource, versionOf } from "../harness/custom-resource.ts";
import { definitionName, ownPart, PublishedDefinitions } from "../harness/openapi.ts";
import { randomName } from "../harness/random-name.ts";

const publishes = "[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin]";

const named = (...names: readonly string[]) => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { description: `The ${name}.`, type: "string" }])),
});

const hive = {
  description: "A hive for tests",
  type: "object",
  properties: {
    spec: {
      description: "What the hive should be",
      type: "object",
      properties: {
        frames: {
          description: "Its frames from left to right.",
          type: "array",
          items: {
            type: "object",
            required: ["name"],
            properties: {
              name: { description: "What it is called.", type: "string" },
              age: { description: "How old it is.", type: "string" },
              mood: { description: "How its bees are.", type: "string", enum: ["Calm", "Cross"] },
              marks: { description: "What is written on it.", type: "array", items: { type: "string" } },
            },
          },
        },
      },
    },
    status: {
      description: "What the hive is",
      type: "object",
      properties: { smell: { description: "Of what.", type: "string", pattern: "honey|wax" } },
    },
  },
};

const boat = {
  description: "A boat for tests",
  type: "object",
  properties: { spec: { description: "What the boat should be", ...named("hull", "mast") } },
};

function published({ group, kind }: CustomResource, version: string): string {
  return definitionName(group, version, kind);
}

/** Versions of one schema, the first of them stored. */
function served(schema: object, ...names: readonly string[]): object[] {
  return names.map((name, index) => versionOf(name, schema, { storage: index === 0 }));
}

async function withDefinitions(
  api: Api,
  body: (definitions: PublishedDefinitions) => Promise<readonly [CustomResource, string][]>,
): Promise<void> {
  const definitions = new PublishedDefinitions(api);
  for (const [resource, version] of await body(definitions)) {
    await resource.remove();
    await definitions.until(published(resource, version), (found) => found === undefined);
  }
}

async function untilTold(definitions: PublishedDefinitions, name: string, schema: object): Promise<void> {
  await definitions.until(name, (found) => {
    expect(found && ownPart(found)).toEqual(schema);
    return true;
  });
}

/** kubectl creates, deletes, applies and deletes it again. */
async function takes(namespace: string, resource: CustomResource, content: object): Promise<void> {
  const { group, version, kind, plural } = resource;
  const { apply, create, kubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace });
  const object = JSON.stringify({ apiVersion: `${group}/${version}`, kind, metadata: { name: "test" }, ...content });
  await create(object, "--validate=strict");
  await kubectl("delete", `${plural}.${group}`, "test");
  await apply(object, "--validate=strict");
  await kubectl("delete", `${plural}.${group}`, "test");
}

async function explained(path: string): Promise<string> {
  return toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" }).kubectl("explain", path);
}

conformance(`${publishes} works for CRD with validation schema [Conformance]`, ({ api, namespace }) =>
  withDefinitions(api, async (definitions) => {
    const resource = await customResource(api, { schema: hive });
    await untilTold(definitions, published(resource, "v1"), hive);
    await takes(namespace, resource, { spec: { frames: [{ name: "first" }] } });
    expect(await explained(resource.plural)).toMatch(
      /DESCRIPTION:.*A hive for tests.*FIELDS:.*apiVersion\s+<string>.*APIVersion defines.*spec\s+<Object>.*What the hive should be/s,
    );
    expect(await explained(`${resource.plural}.metadata`)).toMatch(
      /DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp\s+<string>.*CreationTimestamp is a timestamp/s,
    );
    expect(await explained(`${resource.plural}.spec`)).toMatch(
      /DESCRIPTION:.*What the hive should be.*FIELDS:.*frames\s+<\[\]Object>.*Its frames from left to right/s,
    );
    expect(await explained(`${resource.plural}.spec.frames`)).toMatch(
      /FIELD: frames <\[\]Object>.*DESCRIPTION:.*Its frames.*FIELDS:.*marks\s+<\[\]string>.*What is written on it.*name\s+<string> -required-/s,
    );
    const { tryKubectl } = toolsFor({ kubeconfig: inject("kubeconfig"), namespace: "" });
    const missing = await tryKubectl("explain", `${resource.plural}.spec.frames2`);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('field "frames2" does not exist')]);
    return [[resource, "v1"]];
  }),
);

conformance(`${publishes} works for CRD without validation schema [Conformance]`, ({ api, namespace }) =>
  withDefinitions(api, async (definitions) => {
    const resource = await customResource(api);
    await untilTold(definitions, published(resource, "v1"), { type: "object" });
    await takes(namespace, resource, { a: { b: [{ c: "d" }] } });
    expect(await explained(resource.plural)).toMatch(/DESCRIPTION:.*<empty>/s);
    return [[resource, "v1"]];
  }),
);

conformance(`${publishes} works for CRD preserving unknown fields at the schema root [Conformance]`, (fixtures) =>
  withDefinitions(fixtures.api, async (definitions) => {
    const schema = { ...boat, "x-kubernetes-preserve-unknown-fields": true };
    const resource = await customResource(fixtures.api, { schema });
    await definitions.until(published(resource, "v1"), (found) => found !== undefined);
    await takes(fixtures.namespace, resource, { a: { b: [{ c: "d" }] } });
    expect(await explained(resource.plural)).toMatch(new RegExp(`KIND:.*${resource.kind}`));
    return [[resource, "v1"]];
  }),
);

conformance(`${publishes} works for CRD preserving unknown fields in an embedded object [Conformance]`, (fixtures) =>
  withDefinitions(fixtures.api, async (definitions) => {
    const spec = { ...boat.properties.spec, "x-kubernetes-preserve-unknown-fields": true };
    const schema = { ...boat, properties: { spec } };
    const resource = await customResource(fixtures.api, { schema });
    await definitions.until(published(resource, "v1"), (found) => found !== undefined);
    await takes(fixtures.namespace, resource, { spec: { a: null, b: [{ c: "d" }] } });
    expect(await explained(resource.plural)).toMatch(/DESCRIPTION:.*A boat for tests/s);
    return [[resource, "v1"]];
  }),
);

conformance(`${publishes} works for multiple CRDs of different groups [Conformance]`, ({ api }) =>
  withDefinitions(api, async (definitions) => {
    const one = await customResource(api, { schema: hive });
    const other = await customResource(api, { versions: served(boat, "v1beta1") });
    expect(one.group).not.toBe(other.group);
    await untilTold(definitions, published(other, "v1beta1"), boat);
    await untilTold(definitions, published(one, "v1"), hive);
    return [
      [one, "v1"],
      [other, "v1beta1"],
    ];
  }),
);

conformance(
  `${publishes} works for multiple CRDs of same group but different versions [Conformance]`,
  async ({ api }) => {
    await withDefinitions(api, async (definitions) => {
      const resource = await customResource(api, { versions: served(hive, "v2", "v3") });
      await untilTold(definitions, published(resource, "v3"), hive);
      await untilTold(definitions, published(resource, "v2"), hive);
      return [[resource, "v2"]];
    });
    await withDefinitions(api, async (definitions) => {
      const group = `${randomName("common")}.example.com`;
      const one = await customResource(api, { group, versions: served(hive, "v4") });
      const other = await customResource(api, { group, versions: served(boat, "v5") });
      await untilTold(definitions, published(other, "v5"), boat);
      await untilTold(definitions, published(one, "v4"), hive);
      return [
        [one, "v4"],
        [other, "v5"],
      ];
    });
  },
);

conformance(
  `${publishes} works for multiple CRDs of same group and version but different kinds [Conformance]`,
  ({ api }) =>
    withDefinitions(api, async (definitions) => {
      const group = `${randomName("common")}.example.com`;
      const one = await customResource(api, { group, versions: served(hive, "v6") });
      const other = await customResource(api, { group, versions: served(boat, "v6") });
      await untilTold(definitions, published(other, "v6"), boat);
      await untilTold(definitions, published(one, "v6"), hive);
      return [
        [one, "v6"],
        [other, "v6"],
      ];
    }),
);

conformance(`${publishes} updates the published spec when one version gets renamed [Conformance]`, ({ api }) =>
  withDefinitions(api, async (definitions) => {
    const resource = await customResource(api, { versions: served(hive, "v2", "v3") });
    await untilTold(definitions, published(resource, "v3"), hive);
    await api.patch(
      resource.definition,
      [
        { op: "test", path: "/spec/versions/1/name", value: "v3" },
        { op: "replace", path: "/spec/versions/1/name", value: "v4" },
      ],
      "json-patch",
    );
    await untilTold(definitions, published(resource, "v4"), hive);
    await definitions.until(published(resource, "v3"), (found) => found === undefined);
    await untilTold(definitions, published(resource, "v2"), hive);
    return [
      [resource, "v2"],
      [resource, "v4"],
    ];
  }),
);

conformance(
  `${publishes} removes definition from spec when one version gets changed to not be served [Conformance]`,
  ({ api }) =>
    withDefinitions(api, async (definitions) => {
      const resource = await customResource(api, { versions: served(hive, "v5", "v6alpha1") });
      await untilTold(definitions, published(resource, "v6alpha1"), hive);
      await untilTold(definitions, published(resource, "v5"), hive);
      await api.change(resource.definition, (object) => {
        object["spec"].versions[1].served = false;
      });
      await definitions.until(published(resource, "v6alpha1"), (found) => found === undefined);
      await untilTold(definitions, published(resource, "v5"), hive);
      return [[resource, "v5"]];
    }),
);
