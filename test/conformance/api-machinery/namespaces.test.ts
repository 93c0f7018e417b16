// Namespaces as objects.
import { expect } from "vitest";
import { conformance, makeNamespace } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const condition = { type: "StatusUpdate", status: "True", reason: "E2E", message: "told by a test" };

conformance(
  "[sig-api-machinery] Namespaces [Serial] should patch a Namespace [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`;
    await api.patch(path, { metadata: { labels: { testLabel: "testValue" } } }, "strategic-merge-patch");
    expect((await api.get(path)).metadata.labels).toMatchObject({
      testLabel: "testValue",
      "kubernetes.io/metadata.name": namespace,
    });
  },
);

conformance(
  "[sig-api-machinery] Namespaces [Serial] should apply an update to a Namespace [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`;
    await api.change(path, (object) =>
      Object.assign(object.metadata, { labels: { ...object.metadata.labels, updated: "yes" } }),
    );
    expect((await api.get(path)).metadata.labels).toMatchObject({ updated: "yes" });
  },
);

conformance(
  "[sig-api-machinery] Namespaces [Serial] should apply changes to a namespace status [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/status`;
    expect((await api.get(path))["status"]).toEqual({ phase: "Active" });
    const patched = await api.patch(path, { status: { conditions: [condition] } });
    expect(patched["status"].conditions).toContainEqual(expect.objectContaining(condition));
    const updated = await api.change(path, (object) => {
      object["status"].conditions[0].message = "told again";
    });
    expect(updated["status"]).toMatchObject({ phase: "Active", conditions: [{ ...condition, message: "told again" }] });
  },
);

conformance(
  "[sig-api-machinery] Namespaces [Serial] should apply a finalizer to a Namespace [Conformance]",
  async ({ api }) => {
    const name = randomName("finalized");
    const path = `/api/v1/namespaces/${name}`;
    await makeNamespace(api, name);
    const finalizer = "example.com/held";
    const body = await api.get(path);
    body["spec"].finalizers.push(finalizer);
    const held = await api.update(`${path}/finalize`, body);
    expect(held["spec"].finalizers).toEqual(["kubernetes", finalizer]);
    await api.delete(path);
    await until(async () => {
      const { spec, status } = await api.get(path);
      return status.phase === "Terminating" && spec.finalizers.length === 1 && spec.finalizers[0] === finalizer;
    });
    const last = await api.get(path);
    last["spec"].finalizers = [];
    await api.update(`${path}/finalize`, last);
    await until(async () => !(await api.exists(path)));
  },
);

conformance(
  "[sig-api-machinery] Namespaces [Serial] should ensure that all pods are removed when a namespace is deleted [Conformance]",
  async ({ api }) => {
    const name = randomName("emptied");
    const path = `/api/v1/namespaces/${name}`;
    await makeNamespace(api, name);
    await api.create(`${path}/pods`, { metadata: { name: "one" }, spec: { containers: [{ name: "a", image: "a" }] } });
    await api.delete(path);
    await until(async () => !(await api.exists(path)));
    await makeNamespace(api, name);
    expect((await api.list(`${path}/pods`)).items).toEqual([]);
    await api.delete(path);
  },
);

conformance(
  "[sig-api-machinery] Namespaces [Serial] should ensure that all services are removed when a namespace is deleted [Conformance]",
  async ({ api }) => {
    const name = randomName("emptied");
    const path = `/api/v1/namespaces/${name}`;
    await makeNamespace(api, name);
    await api.create(`${path}/services`, {
      metadata: { name: "one" },
      spec: { ports: [{ port: 80 }], selector: { a: "b" } },
    });
    await api.delete(path);
    await until(async () => !(await api.exists(path)));
    await makeNamespace(api, name);
    expect((await api.list(`${path}/services`)).items).toEqual([]);
    await api.delete(path);
  },
);
