// Defaults and bounds of what pods ask for.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance, makeNamespace } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const amounts = (cpu: string, memory: string, ephemeral: string) => ({ cpu, memory, "ephemeral-storage": ephemeral });
const limits = [
  {
    type: "Container",
    min: amounts("50m", "100Mi", "100Gi"),
    max: amounts("500m", "500Mi", "500Gi"),
    default: amounts("500m", "500Mi", "500Gi"),
    defaultRequest: amounts("100m", "200Mi", "200Gi"),
    maxLimitRequestRatio: {},
  },
];

const podOf = (name: string, resources: object) => ({
  metadata: { name },
  spec: { containers: [{ name: "a", image: "a", resources }] },
});

conformance(
  "[sig-scheduling] LimitRange should create a LimitRange with defaults and ensure pod has those defaults applied. [Conformance]",
  async ({ api, namespace }) => {
    const ranges = `/api/v1/namespaces/${namespace}/limitranges`;
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const added = await api.seen(
      ranges,
      {},
      () => api.create(ranges, { metadata: { name: "range" }, spec: { limits } }),
      ({ type }) => type === "ADDED",
    );
    expect(added.object.metadata.name).toBe("range");
    const { min, max, default: limit, defaultRequest } = (await api.get(`${ranges}/range`))["spec"].limits[0];
    expect({ min, max, limit, defaultRequest }).toEqual({
      min: limits[0]?.min,
      max: limits[0]?.max,
      limit: limits[0]?.default,
      defaultRequest: limits[0]?.defaultRequest,
    });

    const resourcesOf = async (name: string, resources: object) =>
      (await api.create(pods, podOf(name, resources)))["spec"].containers[0].resources;
    expect(await resourcesOf("without", {})).toMatchObject({ requests: defaultRequest, limits: limit });
    const partial = { requests: { cpu: "300m", memory: "150Mi" }, limits: { cpu: "300m" } };
    expect(await resourcesOf("partial", partial)).toMatchObject({
      requests: { cpu: "300m", memory: "150Mi", "ephemeral-storage": "200Gi" },
      limits: { cpu: "300m", memory: "500Mi", "ephemeral-storage": "500Gi" },
    });
    await expectReason(api.create(pods, podOf("little", { requests: amounts("10m", "50Mi", "50Gi") })), "Forbidden");
    await expectReason(api.create(pods, podOf("much", { limits: amounts("600m", "600Mi", "600Gi") })), "Forbidden");

    await api.change(`${ranges}/range`, ({ spec }) => {
      spec.limits[0].min = amounts("9m", "49Mi", "49Gi");
    });
    await until(async () => {
      const { code } = await api.send("POST", pods, {
        body: podOf("low", { requests: amounts("10m", "50Mi", "50Gi") }),
      });
      return code === 201;
    });
    await expectReason(api.create(pods, podOf("much", { limits: amounts("600m", "600Mi", "600Gi") })), "Forbidden");
    await api.delete(`${ranges}/range`);
    await until(async () => (await api.list(ranges)).items.length === 0);
    const made = await until(() => api.create(pods, podOf("free", { limits: amounts("600m", "600Mi", "600Gi") })));
    expect(made["spec"].containers[0].resources.limits).toEqual(amounts("600m", "600Mi", "600Gi"));
  },
);

conformance(
  "[sig-scheduling] LimitRange should list, patch and delete a LimitRange by collection [Conformance]",
  async ({ api, namespace }) => {
    const other = randomName("conformance");
    await makeNamespace(api, other);
    const own = `/api/v1/namespaces/${namespace}/limitranges`;
    const metadata = { name: "range", labels: { story: namespace } };
    const labelSelector = `story=${namespace}`;
    await api.create(own, { metadata, spec: { limits } });
    await api.create(`/api/v1/namespaces/${other}/limitranges`, { metadata, spec: { limits } });
    expect((await api.list("/api/v1/limitranges", { labelSelector })).items).toHaveLength(2);
    const body = {
      metadata: { labels: { patched: "yes" } },
      spec: { limits: [{ type: "Container", min: { cpu: "40m" } }] },
    };
    const patched = await api.patch(`${own}/range`, body, "strategic-merge-patch");
    expect(patched.metadata.labels).toMatchObject({ patched: "yes" });
    expect(patched["spec"].limits[0].min.cpu).toBe("40m");
    await api.json("DELETE", own, { query: { labelSelector: "patched=yes" } });
    await until(async () => (await api.list(own)).items.length === 0);
    expect((await api.list("/api/v1/limitranges", { labelSelector })).items).toMatchObject([
      { metadata: { namespace: other } },
    ]);
    await api.delete(`/api/v1/namespaces/${other}`);
  },
);
