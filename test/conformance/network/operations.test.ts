// Kinds of networking and discovery, verb by verb.
import { randomInt } from "node:crypto";
import { expect } from "vitest";
import { exerciseApi, expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

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
