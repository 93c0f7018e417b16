// Which pods are behind a service.
import { expect } from "vitest";
import { until } from "../harness/until.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { asker, fetchFrom, makeService, server, untilAnswer, untilEndpoints } from "./harness/services.ts";

const slicesOf = (namespace: string) => `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;

for (const title of [
  "[sig-network] EndpointSlice should create Endpoints and EndpointSlices for Pods matching a Service [Conformance]",
  "[sig-network] EndpointsController should create Endpoints for Pods matching a Service [Conformance]",
]) {
  podConformance(title, async (where) => {
    const { api, namespace, pods } = where;
    const ports = [{ name: "example-name", containerPort: 3000 }];
    const run = (name: string, labels: Record<string, string>, own = ports) =>
      pods.run({ name, labels, spec: { containers: [pausing({ ports: own })] } });
    const named = { name: "example-name", port: 80, targetPort: "example-name" };
    await makeService(where, "example-int-port", {
      selector: { foo: "bar" },
      ports: [{ name: "it", port: 80, targetPort: 3000 }],
    });
    await makeService(where, "example-named-port", { selector: { foo: "bar" }, ports: [named] });
    await makeService(where, "example-no-match", { selector: { foo: "none" }, ports: [named] });
    const another = [{ name: "example-name", containerPort: 3001 }];
    const [one, two] = await Promise.all([run("pod1", { foo: "bar" }), run("pod2", { foo: "bar" }, another)]);
    const ips = [one["status"].podIP, two["status"].podIP];
    await untilEndpoints(
      where,
      "example-int-port",
      ips.map((ip) => `${ip}:3000`),
    );
    // The same name is another port in each pod.
    await untilEndpoints(where, "example-named-port", [`${ips[0]}:3000`, `${ips[1]}:3001`]);
    await untilEndpoints(where, "example-no-match", []);
    await until(async () => {
      const { subsets = [] } = await api.get(`/api/v1/namespaces/${namespace}/endpoints/example-int-port`);
      const addresses = subsets.flatMap((subset: { addresses?: { ip: string }[] }) => subset.addresses ?? []);
      return (
        addresses
          .map(({ ip }: { ip: string }) => ip)
          .sort()
          .join() === [...ips].sort().join()
      );
    });
    const { items } = await api.list(slicesOf(namespace), {
      labelSelector: "kubernetes.io/service-name=example-int-port",
    });
    const [slice] = items;
    expect(slice?.["addressType"]).toBe("IPv4");
    expect(slice?.["endpoints"][0].targetRef).toMatchObject({ kind: "Pod", namespace });
    await pods.delete("pod2");
    await untilEndpoints(where, "example-int-port", [`${ips[0]}:3000`]);
  });
}

const address = (ip: string) => ({ addresses: [ip], conditions: { ready: true } });

podConformance(
  "[sig-network] EndpointSlice should support a Service with multiple ports specified in multiple EndpointSlices [Conformance]",
  async (where) => {
    const { api, namespace } = where;
    const ports = [
      { name: "port80", port: 8090, targetPort: 8080 },
      { name: "port81", port: 8091, targetPort: 8090 },
    ];
    const { spec } = await makeService(where, "manual", { ports });
    const { status } = await server(where, "pod1");
    await asker(where);
    for (const { name } of ports) {
      await api.create(slicesOf(namespace), {
        metadata: { name: `manual-${name}`, labels: { "kubernetes.io/service-name": "manual" } },
        addressType: "IPv4",
        ports: [{ name, port: 8080, protocol: "TCP" }],
        endpoints: [address(status.podIP)],
      });
    }
    for (const { port } of ports)
      await untilAnswer(where, "asker", `http://${spec.clusterIP}:${port}/hostname`, ["pod1"]);
  },
);

podConformance(
  "[sig-network] EndpointSlice should support a Service with multiple endpoint IPs specified in multiple EndpointSlices [Conformance]",
  async (where) => {
    const { api, namespace } = where;
    const { spec } = await makeService(where, "manual", { ports: [{ name: "web", port: 80, targetPort: 8080 }] });
    const servers = await Promise.all([server(where, "pod1"), server(where, "pod2"), asker(where)]);
    for (const { metadata, status } of servers.slice(0, 2)) {
      await api.create(slicesOf(namespace), {
        metadata: { name: `manual-${metadata.name}`, labels: { "kubernetes.io/service-name": "manual" } },
        addressType: "IPv4",
        ports: [{ name: "web", port: 8080, protocol: "TCP" }],
        endpoints: [address(status.podIP)],
      });
    }
    await untilAnswer(where, "asker", `http://${spec.clusterIP}/hostname`, ["pod1", "pod2"]);
    expect(await fetchFrom(where, "asker", `http://${spec.clusterIP}/version`)).toBe("/version");
  },
);
