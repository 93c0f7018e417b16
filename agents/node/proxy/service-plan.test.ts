// What each kind of service wants of the proxy.
import { describe, expect, test } from "vitest";
import { ending, notReady, type ServiceOptions, service, slice } from "../../../test/network/objects.ts";
import { ServiceBook } from "../services/service-book.ts";
import { type PlanContext, planService, type ServicePlan } from "./service-plan.ts";

const place = { name: "node-1", zone: "zone-a" };
const context: PlanContext = {
  place,
  ownAddresses: ["10.96.0.10"],
  apiEndpoint: { ip: "169.254.20.10", port: 6443 },
  serviceCidr: "10.96.0.0/16",
};
const elsewhere = { nodeName: "node-2" };

function plan(name: string, options: ServiceOptions, ...slices: Parameters<typeof slice>[2][]): ServicePlan {
  const book = new ServiceBook();
  book.services.set(service(name, options));
  for (const [index, endpoints] of slices.entries()) book.slices.set(slice(`s-${index}`, name, endpoints));
  const [view] = book.views();
  if (!view) throw new Error("no such service");
  return planService(view, context);
}

/** A plan in lines: where, whose address is hidden, and who answers. */
function lines({ frontends, dead }: ServicePlan): string[] {
  return [
    ...frontends.map(({ map, protocol, place: at, masquerade, endpoints }) => {
      const targets = endpoints.map(({ ip, port }) => `${ip}:${port}`).join(" ");
      return `${map} ${protocol} ${at} (${masquerade}): ${targets}`;
    }),
    ...dead.map(({ map, key, verdict }) => `${map} ${key}: ${verdict}`),
  ];
}

const nodePort = { protocol: "TCP", port: 80, nodePort: 30080 };

describe("addresses", () => {
  test("ClusterIP", () => {
    expect(lines(plan("web", {}, [["10.244.0.3"], ["10.244.0.2"]]))).toEqual([
      "services TCP 10.96.0.20 . 80 (outside): 10.244.0.2:8080 10.244.0.3:8080",
    ]);
  });

  test("NodePort, external and load balancer addresses hide the client", () => {
    const status = { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } };
    const spec = { type: "LoadBalancer", externalIPs: ["203.0.113.9"] };
    expect(lines(plan("web", { ports: [nodePort], spec, status }, [["10.244.0.2"]])).slice(1)).toEqual([
      "services TCP 203.0.113.9 . 80 (always): 10.244.0.2:8080",
      "services TCP 203.0.113.1 . 80 (always): 10.244.0.2:8080",
      "node_ports TCP 30080 (always): 10.244.0.2:8080",
    ]);
  });

  test("externalTrafficPolicy Local: clients from outside get this node's endpoints, those inside all", () => {
    const spec = { type: "NodePort", externalTrafficPolicy: "Local" };
    expect(
      lines(plan("web", { ports: [nodePort], spec }, [["10.244.0.2"], ["10.244.1.2", elsewhere]])).slice(1),
    ).toEqual([
      "node_ports TCP 30080 (outside): 10.244.0.2:8080 10.244.1.2:8080",
      "local_node_ports TCP 30080 (never): 10.244.0.2:8080",
    ]);
    expect(lines(plan("web", { ports: [nodePort], spec }, [["10.244.1.2", elsewhere]])).slice(1)).toEqual([
      "node_ports TCP 30080 (outside): 10.244.1.2:8080",
      "local_node_ports tcp . 30080: drop",
    ]);
  });

  test("internalTrafficPolicy Local: only here, and silence when there are only others", () => {
    const spec = { internalTrafficPolicy: "Local" };
    expect(lines(plan("web", { spec }, [["10.244.0.2"], ["10.244.1.2", elsewhere]]))).toEqual([
      "services TCP 10.96.0.20 . 80 (outside): 10.244.0.2:8080",
    ]);
    expect(lines(plan("web", { spec }, [["10.244.1.2", elsewhere]]))).toEqual([
      "unserved_services 10.96.0.20 . tcp . 80: drop",
    ]);
  });

  test("without endpoints every address refuses", () => {
    const spec = { type: "NodePort", externalIPs: ["203.0.113.9"], externalTrafficPolicy: "Local" };
    expect(lines(plan("web", { ports: [nodePort], spec }, [["10.244.0.2", notReady]]))).toEqual([
      "unserved_services 10.96.0.20 . tcp . 80: refuse",
      "unserved_services 203.0.113.9 . tcp . 80: refuse",
      "unserved_node_ports tcp . 30080: refuse",
    ]);
  });

  test("headless and external services, those of other proxies, and the agent's own addresses are not ours to serve", () => {
    const nothing = { frontends: [], dead: [], clusterAddresses: [], firewalls: [] };
    expect(plan("a", { clusterIP: "None" }, [["10.244.0.2"]])).toEqual(nothing);
    expect(plan("b", { spec: { type: "ExternalName" } }, [["10.244.0.2"]])).toEqual(nothing);
    expect(plan("c", { labels: { "service.kubernetes.io/service-proxy-name": "x" } }, [["10.244.0.2"]])).toEqual(
      nothing,
    );
    expect(plan("d", { clusterIP: "10.96.0.10" }, [["10.244.0.2"]])).toEqual(nothing);
    expect(plan("e", { clusterIP: "fd00::1" }, [["10.244.0.2"]])).toEqual(nothing);
  });

  test("default/kubernetes leads to the agent's forwarder, whatever its endpoints say", () => {
    const api = plan("kubernetes", { clusterIP: "10.96.0.1" }, [["192.0.2.1"]]);
    expect(lines(api)).toEqual(["services TCP 10.96.0.1 . 80 (outside): 169.254.20.10:6443"]);
  });

  test("its endpoint leads there too, when it is an address of the services' range", () => {
    const api = plan("kubernetes", { clusterIP: "10.96.0.1" }, [["10.96.0.2"]]);
    expect(lines(api)).toEqual([
      "services TCP 10.96.0.1 . 80 (outside): 169.254.20.10:6443",
      "services TCP 10.96.0.2 . 8080 (outside): 169.254.20.10:6443",
    ]);
    const other = plan("web", {}, [["10.96.0.2"]]);
    expect(lines(other)).toEqual(["services TCP 10.96.0.20 . 80 (outside): 10.96.0.2:8080"]);
  });

  test("load balancer addresses with ranges are firewalled; the whole world is no range", () => {
    const status = { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } };
    const of = (...loadBalancerSourceRanges: string[]) =>
      plan("web", { status, spec: { type: "LoadBalancer", loadBalancerSourceRanges } }, [["10.244.0.2"]]).firewalls;
    expect(of("10.0.0.0/8 ", "2001:db8::/32")).toEqual([{ key: "203.0.113.1 . tcp . 80", ranges: ["10.0.0.0/8"] }]);
    expect(of("2001:db8::/32")).toEqual([{ key: "203.0.113.1 . tcp . 80", ranges: [] }]);
    expect(of("0.0.0.0/0")).toEqual([]);
    expect(of()).toEqual([]);
  });
});

describe("the choice of endpoints", () => {
  const targets = (...slices: Parameters<typeof slice>[2][]) =>
    plan("web", {}, ...slices).frontends.flatMap(({ endpoints }) => endpoints.map(({ ip }) => ip));
  const zones = (...names: string[]) => ({ hints: { forZones: names.map((name) => ({ name })) } });
  const nodes = (...names: string[]) => ({ hints: { forNodes: names.map((name) => ({ name })) } });

  test("ready ones only, while there are any", () => {
    expect(targets([["10.244.0.2"], ["10.244.0.3", ending], ["10.244.0.4", notReady]])).toEqual(["10.244.0.2"]);
  });

  test("else those that are ending and still serve", () => {
    expect(
      targets([
        ["10.244.0.3", ending],
        ["10.244.0.4", notReady],
      ]),
    ).toEqual(["10.244.0.3"]);
  });

  test("an endpoint in two slices counts once, as ready if one says so", () => {
    expect(targets([["10.244.0.2", notReady]], [["10.244.0.2"]])).toEqual(["10.244.0.2"]);
    expect(targets([["10.244.0.2"]], [["10.244.0.2", notReady]])).toEqual(["10.244.0.2"]);
  });

  test("those for this node or zone, when every one has hints and some are for us", () => {
    expect(
      targets([
        ["10.244.0.2", zones("zone-b")],
        ["10.244.0.3", zones("zone-a")],
      ]),
    ).toEqual(["10.244.0.3"]);
    expect(
      targets([
        ["10.244.0.2", zones("zone-b")],
        ["10.244.0.3", zones("zone-c")],
      ]),
    ).toHaveLength(2);
    expect(targets([["10.244.0.2"], ["10.244.0.3", zones("zone-a")]])).toHaveLength(2);
    expect(
      targets([
        ["10.244.0.2", nodes("node-1")],
        ["10.244.0.3", nodes("node-2")],
      ]),
    ).toEqual(["10.244.0.2"]);
  });
});
