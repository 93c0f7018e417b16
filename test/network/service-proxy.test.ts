// Services by way of the kernel: virtual addresses, NodePorts, policies, affinity, refusals, in real network namespaces.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { must } from "../../agents/node/network/command.ts";
import { startApiForwarder } from "../../agents/node/proxy/api-forwarder.ts";
import { createProxyTable, type ProxyTable } from "../../agents/node/proxy/apply.ts";
import { type ServiceProxy, startServiceProxy } from "../../agents/node/proxy/service-proxy.ts";
import { ServiceBook } from "../../agents/node/services/service-book.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";
import {
  clusterCidr,
  dnsAddress,
  type FakePod,
  hostAddress,
  inLab,
  Lab,
  names,
  nodeLocalAddress,
  quiet,
  serviceCidr,
  strangerAddress,
} from "./lab.ts";
import { ending, notReady, service, slice } from "./objects.ts";

const here = { nodeName: "node-1" };
const elsewhere = { nodeName: "node-2" };

describe.skipIf(!inLab)("service proxy", () => {
  let lab: Lab;
  let table: ProxyTable;
  let proxy: ServiceProxy;
  const book = new ServiceBook();
  let client: FakePod;
  let a: FakePod;
  let b: FakePod;
  let c: FakePod;

  beforeAll(async () => {
    lab = await Lab.make();
    [client, a, b, c] = [await lab.pod("client"), await lab.pod("a"), await lab.pod("b"), await lab.pod("c")];
    table = createProxyTable({ table: names.proxyTable, clusterCidr, serviceCidr }, lab.commands, quiet);
    const context = () => ({
      place: { name: "node-1", zone: "" },
      ownAddresses: [dnsAddress],
      apiEndpoint: { ip: nodeLocalAddress, port: 6443 },
      serviceCidr,
    });
    proxy = startServiceProxy({ book, table, clusterCidr, context, timers: systemTimers, log: quiet });
    book.services.replace([]);
    book.slices.replace([]);
  });
  afterAll(async () => {
    proxy.stop();
    await lab.remove();
  });

  async function ask(count: number, from: "host" | "lan" | FakePod, target: string): Promise<Record<string, number>> {
    const seen: Record<string, number> = {};
    for (let round = 0; round < count; round++) {
      const name = (await lab.get(from, target)).split(" ")[0] as string;
      seen[name] = (seen[name] ?? 0) + 1;
    }
    return seen;
  }

  test("a virtual address is answered by every endpoint, from pods and from the host", async () => {
    book.services.set(service("web"));
    book.slices.set(slice("web-1", "web", [[a.ip], [b.ip], [c.ip]]));
    await proxy.settle();
    const fromPod = await ask(45, client, "10.96.0.20");
    expect(Object.keys(fromPod).sort()).toEqual(["a", "b", "c"]);
    for (const count of Object.values(fromPod)) expect(count).toBeGreaterThan(4);
    expect(Object.keys(await ask(30, "host", "10.96.0.20")).sort()).toEqual(["a", "b", "c"]);
  });

  test("pods are seen as themselves; a pod that reaches itself sees the node", async () => {
    book.slices.set(slice("web-1", "web", [[a.ip]]));
    await proxy.settle();
    expect(await lab.get(client, "10.96.0.20")).toBe(`a ${client.ip}`);
    expect(await lab.get(a, "10.96.0.20")).toBe("a 10.244.3.1");
    expect(await lab.get("host", "10.96.0.20")).toBe("a 10.244.3.1");
  });

  test("UDP and TCP of one port are two services' ports; target ports may differ by slice", async () => {
    const d = await lab.pod("d", [9090]);
    const ports = [
      { name: "web", protocol: "TCP", port: 80, targetPort: "http" },
      { name: "echo", protocol: "UDP", port: 80, targetPort: "echo" },
    ];
    book.services.set(service("mixed", { clusterIP: "10.96.0.21", ports }));
    book.slices.set(slice("mixed-1", "mixed", [[a.ip]], { ports: [{ name: "web", protocol: "TCP", port: 8080 }] }));
    book.slices.set(
      slice("mixed-2", "mixed", [[d.ip]], {
        ports: [
          { name: "web", protocol: "TCP", port: 9090 },
          { name: "echo", protocol: "UDP", port: 9090 },
        ],
      }),
    );
    await proxy.settle();
    expect(Object.keys(await ask(20, client, "10.96.0.21")).sort()).toEqual(["a", "d"]);
    expect(await lab.udp(client, "10.96.0.21", 80)).toBe(`d ${client.ip}`);
    book.services.delete(service("mixed"));
  });

  test("NodePort: from outside through the node's address, from the host by any of its addresses, from pods", async () => {
    const ports = [{ protocol: "TCP", port: 80, targetPort: 8080, nodePort: 30080 }];
    book.services.set(service("web", { ports, spec: { type: "NodePort" } }));
    book.slices.set(slice("web-1", "web", [[a.ip], [b.ip]]));
    await proxy.settle();
    expect(Object.keys(await ask(20, "lan", `${hostAddress}:30080`)).sort()).toEqual(["a", "b"]);
    expect(await lab.get("lan", `${hostAddress}:30080`)).toContain("10.244.3.1");
    expect(Object.keys(await ask(20, "host", "127.0.0.1:30080")).sort()).toEqual(["a", "b"]);
    expect(Object.keys(await ask(20, client, `${hostAddress}:30080`)).sort()).toEqual(["a", "b"]);
    expect(await lab.get("lan", `${hostAddress}:30081`)).toBe("refused");
  });

  test("externalTrafficPolicy Local keeps the client's address and this node's endpoints; pods and the host reach all", async () => {
    const ports = [{ protocol: "TCP", port: 80, targetPort: 8080, nodePort: 30080 }];
    const spec = { type: "LoadBalancer", externalTrafficPolicy: "Local", externalIPs: ["203.0.113.7"] };
    book.services.set(service("web", { ports, spec }));
    book.slices.set(
      slice("web-1", "web", [
        [a.ip, here],
        [b.ip, elsewhere],
      ]),
    );
    await proxy.settle();
    for (const target of [`${hostAddress}:30080`, "203.0.113.7"]) {
      expect(await ask(12, "lan", target)).toEqual({ a: 12 });
      expect(await lab.get("lan", target)).toBe(`a ${strangerAddress}`);
      expect(Object.keys(await ask(20, client, target)).sort()).toEqual(["a", "b"]);
      expect(Object.keys(await ask(20, "host", target)).sort()).toEqual(["a", "b"]);
    }
    book.slices.set(slice("web-1", "web", [[b.ip, elsewhere]]));
    await proxy.settle();
    expect(await lab.get("lan", `${hostAddress}:30080`)).toBe("timeout");
    expect(await lab.get("lan", "203.0.113.7")).toBe("timeout");
    expect(await ask(2, client, `${hostAddress}:30080`)).toEqual({ b: 2 });
  });

  test("load balancer addresses are served, and closed to all but their ranges", async () => {
    const status = { loadBalancer: { ingress: [{ ip: "203.0.113.8" }] } };
    const ranges = (...loadBalancerSourceRanges: string[]) => ({ type: "LoadBalancer", loadBalancerSourceRanges });
    book.services.set(service("balanced", { clusterIP: "10.96.0.22", status, spec: ranges() }));
    book.slices.set(slice("balanced-1", "balanced", [[c.ip]]));
    await proxy.settle();
    expect(await ask(1, "lan", "203.0.113.8")).toEqual({ c: 1 });
    book.services.set(service("balanced", { clusterIP: "10.96.0.22", status, spec: ranges("198.51.100.0/24") }));
    await proxy.settle();
    expect(await lab.get("lan", "203.0.113.8")).toBe("timeout");
    expect(await ask(1, client, "10.96.0.22")).toEqual({ c: 1 });
    book.services.set(
      service("balanced", { clusterIP: "10.96.0.22", status, spec: ranges("198.51.100.0/24", "192.0.2.0/24") }),
    );
    await proxy.settle();
    expect(await ask(1, "lan", "203.0.113.8")).toEqual({ c: 1 });
  });

  test("without endpoints clients are refused at once, by address and by NodePort; unknown ports too; unknown addresses time out", async () => {
    const ports = [{ protocol: "TCP", port: 80, targetPort: 8080, nodePort: 30082 }];
    book.services.set(service("empty", { clusterIP: "10.96.0.23", ports, spec: { type: "NodePort" } }));
    book.slices.set(slice("empty-1", "empty", [[a.ip, notReady]]));
    await proxy.settle();
    for (const from of [client, "host"] as const) {
      expect(await lab.get(from, "10.96.0.23")).toBe("refused");
      expect(await lab.get(from, `${hostAddress}:30082`)).toBe("refused");
      expect(await lab.get(from, "10.96.0.23:81")).toBe("refused");
      expect(await lab.get(from, "10.96.99.99")).toBe("timeout");
    }
    expect(await lab.get("lan", `${hostAddress}:30082`)).toBe("refused");
    expect(await lab.udp(client, "10.96.0.23", 80)).toBe("ECONNREFUSED");
  });

  test("internalTrafficPolicy Local without an endpoint here drops", async () => {
    const spec = { internalTrafficPolicy: "Local" };
    book.services.set(service("near", { clusterIP: "10.96.0.24", spec }));
    book.slices.set(
      slice("near-1", "near", [
        [a.ip, elsewhere],
        [b.ip, here],
      ]),
    );
    await proxy.settle();
    expect(await ask(10, client, "10.96.0.24")).toEqual({ b: 10 });
    book.slices.set(slice("near-1", "near", [[a.ip, elsewhere]]));
    await proxy.settle();
    expect(await lab.get(client, "10.96.0.24")).toBe("timeout");
  });

  test("endpoints that are ending serve when there are no others", async () => {
    book.services.set(service("going", { clusterIP: "10.96.0.25" }));
    book.slices.set(slice("going-1", "going", [[a.ip, ending], [b.ip]]));
    await proxy.settle();
    expect(await ask(10, client, "10.96.0.25")).toEqual({ b: 10 });
    book.slices.set(slice("going-1", "going", [[a.ip, ending]]));
    await proxy.settle();
    expect(await ask(5, client, "10.96.0.25")).toEqual({ a: 5 });
  });

  test("sessionAffinity ClientIP: each client stays with its endpoint, also by NodePort and while others come and go", async () => {
    const ports = [{ protocol: "TCP", port: 80, targetPort: 8080, nodePort: 30083 }];
    const spec = { type: "NodePort", sessionAffinity: "ClientIP" };
    book.services.set(service("sticky", { clusterIP: "10.96.0.26", ports, spec }));
    book.slices.set(slice("sticky-1", "sticky", [[a.ip], [b.ip], [c.ip]]));
    await proxy.settle();
    const first = (await lab.get(client, "10.96.0.26")).split(" ")[0] as string;
    expect(await ask(8, client, "10.96.0.26")).toEqual({ [first]: 8 });
    expect(await ask(8, client, `${hostAddress}:30083`)).toEqual({ [first]: 8 });
    const rest = [a, b, c].filter((pod) => pod.name !== first);
    const kept = [a, b, c].find((pod) => pod.name === first) as FakePod;
    book.slices.set(slice("sticky-1", "sticky", [[kept.ip], [rest[0]?.ip as string]]));
    await proxy.settle();
    expect(await ask(8, client, "10.96.0.26")).toEqual({ [first]: 8 });
    book.slices.set(
      slice(
        "sticky-1",
        "sticky",
        rest.map((pod) => [pod.ip]),
      ),
    );
    await proxy.settle();
    const next = await ask(8, client, "10.96.0.26");
    expect(Object.keys(next)).toHaveLength(1);
    expect(Object.keys(next)).not.toContain(first);
    book.services.delete(service("sticky"));
    await proxy.settle();
  });

  test("default/kubernetes leads to the forwarder on this node, and from there to the API server", async () => {
    const stop = await lab.serve("host", "api", [16443]);
    const forwarder = await startApiForwarder({
      listen: { host: nodeLocalAddress, port: 6443 },
      target: { host: "127.0.0.1", port: 16443 },
      timers: systemTimers,
      log: quiet,
    });
    book.services.set(
      service("kubernetes", { clusterIP: "10.96.0.1", ports: [{ name: "https", protocol: "TCP", port: 443 }] }),
    );
    const ports = [{ name: "https", protocol: "TCP", port: 6443 }];
    book.slices.set(slice("kubernetes", "kubernetes", [["10.96.0.2"]], { ports }));
    await proxy.settle();
    for (const way of ["10.96.0.1:443", "10.96.0.2:6443"]) {
      expect(await lab.get(client, way)).toBe("api 127.0.0.1");
      expect(await lab.get("host", way)).toBe("api 127.0.0.1");
      expect(await lab.get("lan", way)).toBe("timeout");
    }
    await forwarder.stop();
    stop();
  });

  test("a UDP client follows when its endpoint goes, though it never pauses", async () => {
    const ports = [{ protocol: "UDP", port: 53, targetPort: 8080, nodePort: 30053 }];
    book.services.set(service("talk", { clusterIP: "10.96.0.27", ports, spec: { type: "NodePort" } }));
    const udp = { ports: [{ name: "", protocol: "UDP", port: 8080 }] };
    const say = (address: string, port: number) => lab.udp(client, address, port, 45454);
    await proxy.settle();
    expect(await say("10.96.0.27", 53)).toBe("ECONNREFUSED");
    for (const pod of [a, b]) {
      book.slices.set(slice("talk-1", "talk", [[pod.ip]], udp));
      await proxy.settle();
      expect(await say("10.96.0.27", 53)).toContain(`${pod.name} `);
      expect(await say(hostAddress, 30053)).toContain(`${pod.name} `);
    }
  });

  test("a table that somebody removed comes back whole", async () => {
    await must(lab.commands, "nft", ["delete", "table", "ip", names.proxyTable]);
    expect(await lab.get(client, "10.96.0.25")).not.toContain("a ");
    await proxy.settle({ look: true });
    expect(await ask(3, client, "10.96.0.25")).toEqual({ a: 3 });
  });

  test("a table that isn't what it was is written anew with the next change", async () => {
    await must(lab.commands, "nft", ["flush", "map", "ip", names.proxyTable, "services_tcp"]);
    book.slices.set(slice("going-1", "going", [[b.ip]]));
    await proxy.settle();
    expect(await ask(3, client, "10.96.0.25")).toEqual({ b: 3 });
    expect(await ask(1, client, "10.96.0.22")).toEqual({ c: 1 });
  });
});
