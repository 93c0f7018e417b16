// ConfigMaps and Secrets as objects.
import { expect } from "vitest";
import { exerciseApi, expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

conformance(
  "[sig-node] ConfigMap should fail to create ConfigMap with empty key [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const body = { metadata: { name: "keyless" }, data: { "": "value" } };
    await expectReason(api.create(path, body), "Invalid");
    expect(await api.exists(`${path}/keyless`)).toBe(false);
  },
);

conformance(
  "[sig-node] Secrets should fail to create secret due to empty secret key [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/secrets`;
    const body = { metadata: { name: "keyless" }, data: { "": "dmFsdWU=" } };
    await expectReason(api.create(path, body), "Invalid");
    expect(await api.exists(`${path}/keyless`)).toBe(false);
  },
);

conformance("[sig-node] ConfigMap should run through a ConfigMap lifecycle [Conformance]", ({ api, namespace }) =>
  exerciseApi(api, {
    base: "/api/v1",
    resource: "configmaps",
    namespace,
    make: () => ({ data: { a: "first" } }),
    patch: {
      body: { data: { a: "second", b: "third" } },
      holds: (object) => expect(object["data"]).toEqual({ a: "second", b: "third" }),
    },
  }),
);

conformance(
  "[sig-node] ConfigMap should update ConfigMap successfully [NodeConformance] [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/configmaps`;
    const path = `${collection}/plain`;
    await api.create(collection, { metadata: { name: "plain" } });
    const updated = await api.change(path, (object) => Object.assign(object, { data: { a: "b" } }));
    expect(updated["data"]).toEqual({ a: "b" });
    expect((await api.get(path))["data"]).toEqual({ a: "b" });
  },
);

conformance("[sig-node] Secrets should patch a secret [Conformance]", async ({ api, namespace }) => {
  const collection = `/api/v1/namespaces/${namespace}/secrets`;
  const path = `${collection}/patched`;
  const labels = { testsecret: "yes" };
  await api.create(collection, { metadata: { name: "patched", labels }, type: "Opaque", data: { key: "dmFsdWU=" } });
  const everywhere = async () =>
    (await api.list("/api/v1/secrets", { labelSelector: "testsecret=yes" })).items.filter(
      ({ metadata }) => metadata.namespace === namespace,
    );
  expect(await everywhere()).toMatchObject([{ metadata: { name: "patched" } }]);
  const body = { metadata: { labels: { testsecret: "no" } }, data: { key: "dmFsdWUx" } };
  await api.patch(path, body, "strategic-merge-patch");
  expect(await api.get(path)).toMatchObject({ ...body, type: "Opaque" });
  await api.json("DELETE", collection, { query: { labelSelector: "testsecret=no" } });
  expect(await api.exists(path)).toBe(false);
  expect(await everywhere()).toEqual([]);
});
