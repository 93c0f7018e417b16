// PodDisruptionBudgets, with nothing to protect.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance, makeNamespace } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const group = "/apis/policy/v1";
const spec = (minAvailable: number | string) => ({ selector: { matchLabels: { foo: "bar" } }, minAvailable });

conformance(
  "[sig-apps] DisruptionController should create a PodDisruptionBudget [Conformance]",
  async ({ api, namespace }) => {
    const collection = `${group}/namespaces/${namespace}/poddisruptionbudgets`;
    const path = `${collection}/foo`;
    // A budget is told of only once the controller has seen what it says now.
    const processed = () =>
      until(async () => {
        const { metadata, status } = await api.get(path);
        return status.observedGeneration === metadata.generation;
      });
    await api.create(collection, { metadata: { name: "foo", labels: { story: namespace } }, spec: spec("1%") });
    await processed();
    const updated = await api.change(path, (budget) => {
      budget["spec"].minAvailable = "2%";
    });
    expect(updated["spec"].minAvailable).toBe("2%");
    await processed();
    const patched = await api.patch(path, { spec: { minAvailable: "3%" } });
    expect(patched["spec"].minAvailable).toBe("3%");
    await processed();
    expect((await api.get(`${path}/status`))["status"]).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 });
    await api.delete(path);
    await expectReason(api.get(path), "NotFound");
  },
);

conformance(
  "[sig-apps] DisruptionController Listing PodDisruptionBudgets for all namespaces should list and delete a collection of PodDisruptionBudgets [Conformance]",
  async ({ api, namespace }) => {
    const labelSelector = `story=${namespace}`;
    const labels = { story: namespace };
    const other = randomName("conformance");
    await makeNamespace(api, other);
    const own = `${group}/namespaces/${namespace}/poddisruptionbudgets`;
    const foreign = `${group}/namespaces/${other}/poddisruptionbudgets`;
    await api.create(own, { metadata: { name: "one", labels }, spec: spec(1) });
    await api.create(own, { metadata: { name: "two", labels }, spec: spec("50%") });
    await api.create(foreign, { metadata: { name: "one", labels }, spec: spec(1) });
    expect((await api.list(`${group}/poddisruptionbudgets`, { labelSelector })).items).toHaveLength(3);
    expect((await api.list(own, { labelSelector })).items).toHaveLength(2);
    await api.json("DELETE", own, { query: { labelSelector } });
    await until(async () => (await api.list(own, { labelSelector })).items.length === 0);
    expect((await api.list(foreign, { labelSelector })).items).toHaveLength(1);
    await api.delete(`/api/v1/namespaces/${other}`);
  },
);
