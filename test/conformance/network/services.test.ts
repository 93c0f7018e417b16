// Services and endpoints as objects.
import { expect } from "vitest";
import { exerciseApi } from "../harness/api-operations.ts";
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
