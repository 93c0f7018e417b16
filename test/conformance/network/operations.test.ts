// Kinds of networking and discovery, verb by verb.
import { randomInt } from "node:crypto";
import { expect } from "vitest";
import type { ApiObject } from "../harness/api.ts";
import { exerciseApi, expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const networking = "/apis/networking.k8s.io/v1";

conformance(
  "[sig-network] EndpointSlice should support creating EndpointSlice API operations [Conformance]",
  ({ api, namespace }) =>
    exerciseApi(api, {
      base: "/apis/discovery.k8s.io/v1",
      resource: "endpointslices",
      namespace,
      make: () => ({ addressType: "IPv4", endpoints: [{ addresses: ["1.2.3.4", "5.6.7.8"] }] }),
    }),
);

const backend = { service: { name: "default-backend", port: { number: 80 } } };

conformance(
  "[sig-network] Ingress API should support creating Ingress API operations [Conformance]",
  ({ api, namespace }) =>
    exerciseApi(api, {
      base: networking,
      resource: "ingresses",
      namespace,
      make: () => ({
        spec: {
          defaultBackend: backend,
          rules: [{ host: "foo.bar.com", http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
        },
      }),
      status: {
        body: { status: { loadBalancer: { ingress: [{ ip: "169.1.1.1" }] } } },
        holds: (object) => expect(object["status"].loadBalancer.ingress).toMatchObject([{ ip: "169.1.1.1" }]),
      },
    }),
);

conformance(
  "[sig-network] IngressClass API should support creating IngressClass API operations [Conformance]",
  ({ api }) =>
    exerciseApi(api, {
      base: networking,
      resource: "ingressclasses",
      namespace: "",
      make: () => ({ spec: { controller: "example.com/none" } }),
    }),
);

conformance(
  "[sig-network] ServiceCIDR and IPAddress API should support IPAddress API operations [Conformance]",
  async ({ api }) => {
    // From the block that documents use, so that no service ever asks for it.
    const third = randomInt(0, 256);
    let fourth = randomInt(0, 200);
    const parentRef = { group: "", resource: "services", namespace: "default", name: "none-of-these" };
    await exerciseApi(api, {
      base: networking,
      resource: "ipaddresses",
      namespace: "",
      name: () => {
        fourth += 1;
        return `198.18.${third}.${fourth}`;
      },
      make: () => ({ spec: { parentRef } }),
    });
    const upper = { metadata: { name: "2001:DB8::1" }, spec: { parentRef } };
    await expectReason(api.create(`${networking}/ipaddresses`, upper), "Invalid");
  },
);

conformance(
  "[sig-network] ServiceCIDR and IPAddress API should support ServiceCIDR API operations [Conformance]",
  async ({ api, namespace }) => {
    const path = `${networking}/servicecidrs`;
    const isReady = (object: ApiObject) =>
      object["status"]?.conditions?.some((one: { type: string; status: string }) => {
        return one.type === "Ready" && one.status === "True";
      });
    expect(isReady(await api.get(`${path}/kubernetes`))).toBe(true);
    const patched = await api.patch(`${path}/kubernetes`, { metadata: { annotations: { patched: "true" } } });
    expect(patched.metadata.annotations).toMatchObject({ patched: "true" });
    const updated = await api.change(`${path}/kubernetes`, (object) => {
      Object.assign(object.metadata, { annotations: { ...object.metadata.annotations, updated: "true" } });
    });
    expect(updated.metadata.annotations).toMatchObject({ updated: "true" });
    expect((await api.list(path)).items.map(({ metadata }) => metadata.name)).toContain("kubernetes");

    // A range of its own gives services addresses, and goes when none has any.
    const third = randomInt(0, 256);
    const name = randomName("range");
    await api.create(path, { metadata: { name }, spec: { cidrs: [`10.97.${third}.0/28`] } });
    await until(async () => isReady(await api.get(`${path}/${name}`)));
    const services = `/api/v1/namespaces/${namespace}/services`;
    const clusterIP = `10.97.${third}.9`;
    await api.create(services, { metadata: { name: "far" }, spec: { clusterIP, ports: [{ port: 80 }] } });
    await api.delete(`${path}/${name}`);
    await until(async () => !isReady(await api.get(`${path}/${name}`)));
    await api.delete(`${services}/far`);
    await until(async () => !(await api.exists(`${path}/${name}`)));
  },
);
