import { expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import type { EndpointSlice, Endpoints, Service } from "../../kinds/facts/types.gen.ts";
import { endpointSlices, endpoints, services } from "../../kinds/kind-refs.ts";
import { defaultServicesController, firstDefaultServicesController } from "./reconcile.ts";

function world(addresses: string[] = ["192.0.2.7"]) {
  const settings = {
    apiClusterIp: "10.96.0.1",
    dnsClusterIp: "10.96.0.10",
    apiServer: () => ({ addresses, port: 6443 }),
  };
  return controllerWorld({
    cluster: [firstDefaultServicesController(settings)],
    namespaced: [defaultServicesController(settings)],
  });
}

test("the API server's service leads to the server", async () => {
  const at = world();
  const home = await at.create("default");
  await at.settle();
  const service = await home.read<Service>(services, "kubernetes");
  expect(service.metadata?.labels).toEqual({ component: "apiserver", provider: "kubernetes" });
  expect(service.spec).toMatchObject({
    clusterIP: "10.96.0.1",
    type: "ClusterIP",
    ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 6443 }],
  });
  expect((await home.read<Endpoints>(endpoints, "kubernetes")).subsets).toEqual([
    { addresses: [{ ip: "192.0.2.7" }], ports: [{ name: "https", port: 6443, protocol: "TCP" }] },
  ]);
  const slice = await home.read<EndpointSlice>(endpointSlices, "kubernetes");
  expect(slice.metadata?.labels).toEqual({ "kubernetes.io/service-name": "kubernetes" });
  expect(slice.endpoints).toEqual([{ addresses: ["192.0.2.7"], conditions: { ready: true } }]);
});

test("the cluster DNS' service is found under its usual name and address", async () => {
  const at = world();
  const system = await at.create("kube-system");
  await at.settle();
  const service = await system.read<Service>(services, "kube-dns");
  expect(service.spec?.clusterIP).toBe("10.96.0.10");
  expect(service.metadata?.labels?.["k8s-app"]).toBe("kube-dns");
  expect(service.spec?.ports?.map(({ name, port, protocol }) => `${name} ${port}/${protocol}`)).toEqual([
    "dns 53/UDP",
    "dns-tcp 53/TCP",
  ]);
});

test("they come back when they are deleted; no other namespace has them", async () => {
  const at = world();
  const [home, team] = [await at.create("default"), await at.create("team")];
  await at.settle();
  await home.client.delete(services, "kubernetes");
  await home.client.delete(endpointSlices, "kubernetes");
  await team.client.create(services, { metadata: { name: "kubernetes" }, spec: { ports: [{ port: 80 }] } });
  await team.client.delete(services, "kubernetes");
  await at.settle();
  expect(await home.client.get(services, "kubernetes")).toBeDefined();
  expect(await home.client.get(endpointSlices, "kubernetes")).toBeDefined();
  expect(await team.client.list(services)).toEqual([]);
});

test("a server that is known by name alone has a service without endpoints", async () => {
  const at = world([]);
  const home = await at.create("default");
  await at.settle();
  expect(await home.client.get(services, "kubernetes")).toBeDefined();
  expect(await home.client.list(endpoints)).toEqual([]);
});
