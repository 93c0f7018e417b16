// How pods find the API server.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";

conformance("[sig-network] API Server should provide secure master service [Conformance]", async ({ api }) => {
  const { spec } = await api.get("/api/v1/namespaces/default/services/kubernetes");
  expect(spec.ports).toContainEqual(expect.objectContaining({ name: "https", port: 443, protocol: "TCP" }));
});

conformance(
  "[sig-network] API Server should have Endpoints and EndpointSlices pointing to API Server [Conformance]",
  async ({ api, namespace }) => {
    const path = "/namespaces/default";
    expect(await api.exists(`/api/v1${path}/services/kubernetes`)).toBe(true);
    const { subsets } = await api.get(`/api/v1${path}/endpoints/kubernetes`);
    const labelSelector = "kubernetes.io/service-name=kubernetes";
    const { items } = await api.list(`/apis/discovery.k8s.io/v1${path}/endpointslices`, { labelSelector });
    type Ports = readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
    const placesOf = (addresses: readonly string[], ports: Ports) =>
      addresses.flatMap((address) => ports.map(({ name, port, protocol }) => `${name} ${protocol} ${address}:${port}`));
    type Subset = { readonly addresses?: readonly { readonly ip: string }[]; readonly ports: Ports };
    const places = subsets.flatMap(({ addresses = [], ports }: Subset) =>
      placesOf(
        addresses.map(({ ip }) => ip),
        ports,
      ),
    );
    const slicePlaces = items.flatMap(({ endpoints, ports }) =>
      endpoints.flatMap((one: { addresses: string[] }) => placesOf(one.addresses, ports)),
    );
    expect(places).not.toEqual([]);
    expect(slicePlaces.sort()).toEqual(places.sort());
    // Whoever asks for the address of the API server doesn't get it.
    const clusterIP = items[0]?.["endpoints"][0].addresses[0];
    const taker = { metadata: { name: "taker" }, spec: { clusterIP, ports: [{ port: 80 }] } };
    await expectReason(api.create(`/api/v1/namespaces/${namespace}/services`, taker), "Invalid");
  },
);
