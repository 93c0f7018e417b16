// Services and endpoints as objects.
import { expect } from "vitest";
import { exerciseApi, expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const ports = [{ name: "http", protocol: "TCP", port: 80, targetPort: 80 }];

conformance("[sig-network] Endpoints should test the lifecycle of an Endpoint [Conformance]", ({ api, namespace }) =>
  exerciseApi(api, {
    base: "/api/v1",
    resource: "endpoints",
    namespace,
    make: () => ({
      subsets: [{ addresses: [{ ip: "10.0.0.24" }], ports: [{ name: "http", port: 80, protocol: "TCP" }] }],
    }),
    patch: {
      body: { subsets: [{ addresses: [{ ip: "10.0.0.25" }], ports: [{ name: "http-test", port: 8080 }] }] },
      holds: (object) =>
        expect(object["subsets"]).toMatchObject([
          { addresses: [{ ip: "10.0.0.25" }], ports: [{ name: "http-test", port: 8080, protocol: "TCP" }] },
        ]),
    },
  }),
);

conformance(
  "[sig-network] Services should find a service from listing all namespaces [Conformance]",
  async ({ api }) => {
    const services = (await api.list("/api/v1/services")).items;
    expect(services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toContain("default/kubernetes");
  },
);

conformance(
  "[sig-network] Services should delete a collection of services [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/services`;
    const labelSelector = "set=one";
    for (const name of ["one", "two"])
      await api.create(collection, { metadata: { name, labels: { set: "one" } }, spec: { ports } });
    await api.create(collection, { metadata: { name: "other", labels: { set: "two" } }, spec: { ports } });
    expect((await api.list(collection)).items).toHaveLength(3);
    await api.json("DELETE", collection, { query: { labelSelector } });
    await until(async () => (await api.list(collection, { labelSelector })).items.length === 0);
    expect((await api.list(collection)).items).toMatchObject([{ metadata: { name: "other" } }]);
  },
);

conformance(
  "[sig-network] Services should complete a service status lifecycle [Conformance]",
  async ({ api, namespace }) => {
    const collection = `/api/v1/namespaces/${namespace}/services`;
    const path = `${collection}/told`;
    const watch = await api.watch(collection, { labelSelector: "story=status" });
    try {
      const metadata = { name: "told", labels: { story: "status" } };
      await api.create(collection, { metadata, spec: { type: "LoadBalancer", ports } });
      await watch.until(({ type }) => type === "ADDED");
      expect((await api.get(`${path}/status`))["status"]).toEqual({ loadBalancer: {} });

      const loadBalancer = { ingress: [{ ip: "203.0.113.1" }] };
      await api.patch(`${path}/status`, {
        metadata: { annotations: { patchedstatus: "true" } },
        status: { loadBalancer },
      });
      const patched = await watch.until(({ object }) => object.metadata.annotations?.["patchedstatus"] === "true");
      expect(patched.object["status"].loadBalancer.ingress).toMatchObject(loadBalancer.ingress);

      const condition = { type: "StatusUpdate", status: "True", reason: "E2E", message: "told by a test" };
      await api.change(`${path}/status`, ({ status }) => {
        status.conditions = [{ ...condition, lastTransitionTime: "2026-01-02T03:04:05Z" }];
      });
      await watch.until(({ object }) => object["status"].conditions?.[0]?.type === "StatusUpdate");

      await api.patch(path, { metadata: { labels: { service: "patched" } } }, "strategic-merge-patch");
      const labelled = await watch.until(({ object }) => object.metadata.labels?.["service"] === "patched");
      expect(labelled.object["status"].conditions).toMatchObject([condition]);
      await api.delete(path);
      await watch.until(({ type }) => type === "DELETED");
      await expectReason(api.get(path), "NotFound");
    } finally {
      watch.close();
    }
  },
);
