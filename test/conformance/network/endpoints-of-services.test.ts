// What controllers derive from services.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const slicesOf = async (api: Api, namespace: string, service: string) =>
  (
    await api.list(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
      labelSelector: `kubernetes.io/service-name=${service}`,
    })
  ).items;

const service = {
  metadata: { name: "lonely" },
  spec: { selector: { app: "nobody" }, ports: [{ name: "http", port: 80, protocol: "TCP" }] },
};

conformance(
  "[sig-network] EndpointSlice should create and delete EndpointSlices for a Service with a selector that matches no pods [Conformance]",
  async ({ api, namespace }) => {
    await api.create(`/api/v1/namespaces/${namespace}/services`, service);
    const [slice] = await until(async () => {
      const slices = await slicesOf(api, namespace, "lonely");
      return slices.length === 1 && slices;
    });
    expect(slice?.["endpoints"] ?? []).toEqual([]);
    expect(slice?.metadata).toMatchObject({
      labels: { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" },
      ownerReferences: [{ kind: "Service", name: "lonely" }],
    });
    await api.delete(`/api/v1/namespaces/${namespace}/services/lonely`);
    await until(async () => (await slicesOf(api, namespace, "lonely")).length === 0);
  },
);

conformance(
  "[sig-network] EndpointsController should create and delete Endpoints for a Service with a selector that matches no pods [Conformance]",
  async ({ api, namespace }) => {
    const endpoints = `/api/v1/namespaces/${namespace}/endpoints/lonely`;
    await api.create(`/api/v1/namespaces/${namespace}/services`, service);
    const made = await until(async () => (await api.exists(endpoints)) && (await api.get(endpoints)));
    expect(made["subsets"] ?? []).toEqual([]);
    await api.delete(`/api/v1/namespaces/${namespace}/services/lonely`);
    await until(async () => !(await api.exists(endpoints)));
  },
);

conformance(
  "[sig-network] EndpointSliceMirroring should mirror a custom Endpoints resource through create update and delete [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}`;
    const ports = [{ name: "http", port: 80, protocol: "TCP" }];
    const own = { metadata: { name: "custom" }, spec: { ports } };
    const mirrored = async (address: string) => {
      const [slice] = await until(async () => {
        const slices = await slicesOf(api, namespace, "custom");
        return slices.length === 1 && slices[0]?.["endpoints"]?.[0]?.addresses[0] === address && slices;
      });
      expect(slice?.["endpoints"]).toHaveLength(1);
      expect(slice?.["ports"]).toMatchObject(ports);
      expect(slice?.metadata.labels).toMatchObject({
        "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
      });
    };
    await api.create(`${path}/services`, own);
    await api.create(`${path}/endpoints`, {
      metadata: { name: "custom" },
      subsets: [{ addresses: [{ ip: "10.1.2.3" }], ports }],
    });
    await mirrored("10.1.2.3");
    await api.change(`${path}/endpoints/custom`, ({ subsets }) => {
      subsets[0].addresses = [{ ip: "10.2.3.4" }];
    });
    await mirrored("10.2.3.4");
    await api.delete(`${path}/endpoints/custom`);
    await until(async () => (await slicesOf(api, namespace, "custom")).length === 0);
  },
);
