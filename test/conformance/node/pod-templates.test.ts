// PodTemplates as objects.
import { expect } from "vitest";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const template = (image = "a") => ({
  metadata: { labels: { app: "a" } },
  spec: { containers: [{ name: "a", image }] },
});

conformance(
  "[sig-node] PodTemplates should run the lifecycle of PodTemplates [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/podtemplates`;
    const path = `${collection}/template`;
    const labels = { podtemplate: namespace };
    const everywhere = async () =>
      (await api.list("/api/v1/podtemplates", { labelSelector: `podtemplate=${namespace}` })).items;
    await api.create(collection, { metadata: { name: "template", labels }, template: template() });
    expect(await everywhere()).toHaveLength(1);
    await api.patch(path, { metadata: { labels: { patched: "yes" } } }, "strategic-merge-patch");
    const read = await api.get(path);
    expect(read.metadata.labels).toEqual({ ...labels, patched: "yes" });
    expect(read["template"].spec).toMatchObject({ restartPolicy: "Always", containers: [{ name: "a", image: "a" }] });
    await api.delete(path);
    expect(await api.exists(path)).toBe(false);
    expect(await everywhere()).toEqual([]);
  },
);

conformance(
  "[sig-node] PodTemplates should delete a collection of pod templates [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/podtemplates`;
    const labels = { set: "one" };
    for (const name of ["one", "two", "three"])
      await api.create(collection, { metadata: { name, labels }, template: template() });
    expect((await api.list(collection, { labelSelector: "set=one" })).items).toHaveLength(3);
    await api.json("DELETE", collection, { query: { labelSelector: "set=one" } });
    await until(async () => (await api.list(collection, { labelSelector: "set=one" })).items.length === 0);
  },
);

conformance("[sig-node] PodTemplates should replace a pod template [Conformance]", async ({ api, namespace }) => {
  const collection = `/api/v1/namespaces/${namespace}/podtemplates`;
  const path = `${collection}/template`;
  await api.create(collection, { metadata: { name: "template", labels: { a: "b" } }, template: template() });
  const replaced = await api.change(path, (object) => {
    Object.assign(object.metadata, { annotations: { updated: "true" } });
    object["template"].spec.containers[0].image = "b";
  });
  expect(replaced.metadata).toMatchObject({ labels: { a: "b" }, annotations: { updated: "true" } });
  expect(replaced["template"].spec.containers[0].image).toBe("b");
});
