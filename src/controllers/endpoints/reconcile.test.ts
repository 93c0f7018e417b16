import { describe, expect, test } from "vitest";
import { controllerScope } from "../../../test/fixtures/controller-scope.ts";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { run, stopAll } from "../../../test/fixtures/node-hands.ts";
import type { EndpointSlice, Endpoints, Pod, PodSpec, Service, ServiceSpec } from "../../kinds/facts/types.gen.ts";
import { endpointSlices, endpoints, nodes, pods, services } from "../../kinds/kind-refs.ts";
import { endpointsController } from "./endpoints-controller.ts";
import { endpointSliceMirroringController } from "./mirroring-controller.ts";
import { endpointSliceController } from "./slice-controller.ts";

const spec: PodSpec = {
  containers: [{ name: "c", image: "web", ports: [{ name: "web", containerPort: 8080 }] }],
};

function pod(name: string, labels: Record<string, string> = { app: "web" }, more: Partial<PodSpec> = {}): Pod {
  return { metadata: { name, labels }, spec: { ...spec, ...more } };
}

function service(more: Partial<ServiceSpec> = {}, labels?: Record<string, string>): Service {
  return {
    metadata: { name: "web", ...(labels === undefined ? {} : { labels }) },
    spec: {
      selector: { app: "web" },
      ports: [{ port: 80, targetPort: "web" }],
      clusterIP: "10.96.1.1",
      ipFamilies: ["IPv4"],
      ...more,
    },
  };
}

function scope() {
  return controllerScope({
    controllers: [endpointSliceController(), endpointsController, endpointSliceMirroringController],
  });
}

type At = ReturnType<typeof scope>;

function shownSlice({ endpoints: list, ports }: Readonly<EndpointSlice>): string[] {
  const at = (ports ?? []).map(({ name, port }) => `${name}:${port}`).join("+");
  return (list ?? []).map(({ addresses, conditions, hostname }) => {
    const { ready, serving, terminating } = conditions ?? {};
    const flags = [ready && "ready", serving && "serving", terminating && "terminating"].filter(Boolean).join(" ");
    return `${addresses.join()} ${at} ${flags}${hostname ? ` as ${hostname}` : ""}`;
  });
}

async function slices(at: At): Promise<string[]> {
  return (await at.client.list<EndpointSlice>(endpointSlices)).flatMap(shownSlice);
}

async function classic(at: At): Promise<string[]> {
  const { subsets } = await at.read<Endpoints>(endpoints, "web");
  return (subsets ?? []).map(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const list = (all: readonly { ip: string }[]) => all.map(({ ip }) => ip).join();
    return `${list(addresses)} / ${list(notReadyAddresses)} : ${ports.map(({ name, port }) => `${name ?? ""}${port}`).join()}`;
  });
}

/** A pod that runs, ready or not, with an address. */
async function running(
  at: At,
  name: string,
  ip: string,
  { ready = true, ...more }: { ready?: boolean; spec?: Partial<PodSpec> } = {},
) {
  await at.client.create(pods, pod(name, { app: "web" }, more.spec));
  await run(at, name, { ip, ready });
}

describe("a service that selects pods", () => {
  test("has one slice that it owns, and one Endpoints object, from the beginning", async () => {
    const at = scope();
    await at.client.create(services, service({}, { team: "a" }));
    await at.settle();
    const [slice] = await at.client.list<EndpointSlice>(endpointSlices);
    expect(slice?.metadata?.name).toMatch(/^web-[a-z0-9]{5}$/);
    expect(slice?.metadata?.labels).toEqual({
      team: "a",
      "kubernetes.io/service-name": "web",
      "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
    });
    expect(slice?.metadata?.ownerReferences).toMatchObject([
      { apiVersion: "v1", kind: "Service", name: "web", controller: true, blockOwnerDeletion: true },
    ]);
    expect(slice?.addressType).toBe("IPv4");
    const object = await at.read<Endpoints>(endpoints, "web");
    expect(object.metadata?.labels).toEqual({ team: "a", "endpoints.kubernetes.io/managed-by": "endpoint-controller" });
    expect(object.subsets).toBeUndefined();
  });

  test("shows its pods as they come, become ready, are deleted and go", async () => {
    const at = scope();
    await at.client.create(services, service());
    await at.client.create(pods, pod("one"));
    await at.settle();
    expect(await slices(at)).toEqual([]);
    await run(at, "one", { ip: "10.244.0.5", ready: false });
    await at.settle();
    expect(await slices(at)).toEqual(["10.244.0.5 :8080 "]);
    expect(await classic(at)).toEqual([" / 10.244.0.5 : 8080"]);
    await run(at, "one");
    await at.settle();
    expect(await slices(at)).toEqual(["10.244.0.5 :8080 ready serving"]);
    expect(await classic(at)).toEqual(["10.244.0.5 /  : 8080"]);
    await at.client.delete(pods, "one");
    await at.settle();
    expect(await slices(at)).toEqual(["10.244.0.5 :8080 serving terminating"]);
    expect(await classic(at)).toEqual([]);
    await stopAll(at);
    await at.settle();
    expect(await slices(at)).toEqual([]);
    expect(await at.client.list(endpointSlices)).toHaveLength(1);
    expect(at.warnings).toEqual([]);
  });

  test("an endpoint names its pod and its node", async () => {
    const at = scope();
    await at.client.create(services, service());
    await running(at, "one", "10.244.0.5");
    await at.settle();
    const { uid } = (await at.read(pods, "one")).metadata ?? {};
    const [slice] = await at.client.list<EndpointSlice>(endpointSlices);
    expect(slice?.endpoints).toEqual([
      {
        addresses: ["10.244.0.5"],
        conditions: { ready: true, serving: true, terminating: false },
        targetRef: { kind: "Pod", namespace: "default", name: "one", uid },
        nodeName: "node-1",
      },
    ]);
    expect(slice?.ports).toEqual([{ name: "", port: 8080, protocol: "TCP" }]);
    const { subsets } = await at.read<Endpoints>(endpoints, "web");
    expect(subsets?.[0]?.addresses).toEqual([
      { ip: "10.244.0.5", nodeName: "node-1", targetRef: { kind: "Pod", namespace: "default", name: "one", uid } },
    ]);
  });

  test("a second run on the unchanged state writes nothing", async () => {
    const at = scope();
    await at.client.create(services, service());
    await running(at, "one", "10.244.0.5");
    await running(at, "two", "10.244.0.6", { ready: false });
    await at.settle();
    const writes = at.writes.length;
    for (const controller of ["endpointslice", "endpoint", "endpointslicemirroring"]) {
      at.store.work.add([{ controller, key: "web", dueMs: 0 }]);
    }
    await at.settle(60_000);
    expect(at.writes.slice(writes)).toEqual([]);
  });

  test("a change of a pod that no service sees wakes nobody", async () => {
    const at = scope();
    await at.client.create(services, service());
    await running(at, "one", "10.244.0.5");
    await at.settle();
    await at.client.patch(pods, "one", { metadata: { annotations: { note: "x" } } });
    expect(at.store.work.size()).toBe(0);
    await at.client.patch(pods, "one", { metadata: { labels: { app: "other" } } });
    expect(at.store.work.size()).toBeGreaterThan(0);
    await at.settle();
    expect(await slices(at), "the labels it had lead to the service").toEqual([]);
  });

  test("a finished pod is no endpoint", async () => {
    const at = scope();
    await at.client.create(services, service());
    await running(at, "one", "10.244.0.5");
    await at.settle();
    await at.client.patch(pods, "one", { status: { phase: "Succeeded" } }, "status");
    await at.settle();
    expect(await slices(at)).toEqual([]);
    expect(await classic(at)).toEqual([]);
  });

  test("publishNotReadyAddresses: all are ready, even those that are going", async () => {
    const at = scope();
    await at.client.create(services, service({ publishNotReadyAddresses: true }));
    await running(at, "one", "10.244.0.5", { ready: false });
    await at.client.delete(pods, "one");
    await at.settle();
    expect(await slices(at)).toEqual(["10.244.0.5 :8080 ready terminating"]);
    expect(await classic(at)).toEqual(["10.244.0.5 /  : 8080"]);
  });

  test("a named port may differ from pod to pod; a pod without it has none", async () => {
    const at = scope();
    await at.client.create(services, service({ ports: [{ name: "http", port: 80, targetPort: "web" }] }));
    await running(at, "one", "10.244.0.5");
    const other = [{ name: "c", image: "web", ports: [{ name: "web", containerPort: 9090 }] }];
    await running(at, "two", "10.244.0.6", { spec: { containers: other } });
    await running(at, "three", "10.244.0.7", { spec: { containers: [{ name: "c", image: "web" }] } });
    await at.settle();
    expect((await slices(at)).sort()).toEqual([
      "10.244.0.5 http:8080 ready serving",
      "10.244.0.6 http:9090 ready serving",
      "10.244.0.7  ready serving",
    ]);
    expect(await classic(at)).toEqual(["10.244.0.5 /  : http8080", "10.244.0.6 /  : http9090"]);
  });

  test("headless: a label, host names, and no ports needed", async () => {
    const at = scope();
    await at.client.create(services, service({ clusterIP: "None", ports: [] }));
    await running(at, "one", "10.244.0.5", { spec: { hostname: "db-0", subdomain: "web" } });
    await at.settle();
    const [slice] = await at.client.list<EndpointSlice>(endpointSlices);
    expect(slice?.metadata?.labels?.["service.kubernetes.io/headless"]).toBe("");
    expect(await slices(at)).toEqual(["10.244.0.5  ready serving as db-0"]);
    expect(await classic(at)).toEqual(["10.244.0.5 /  : "]);
  });

  test("labels of the service are its slices' and its Endpoints'", async () => {
    const at = scope();
    await at.client.create(services, service({}, { team: "a" }));
    await running(at, "one", "10.244.0.5");
    await at.settle();
    await at.client.patch(services, "web", { metadata: { labels: { team: "b" } } });
    await at.settle();
    const [slice] = await at.client.list<EndpointSlice>(endpointSlices);
    expect(slice?.metadata?.labels?.["team"]).toBe("b");
    expect((await at.read(endpoints, "web")).metadata?.labels?.["team"]).toBe("b");
  });

  test("what others do to its slices is undone", async () => {
    const at = scope();
    await at.client.create(services, service());
    await running(at, "one", "10.244.0.5");
    await at.settle();
    const [slice] = await at.client.list<EndpointSlice>(endpointSlices);
    await at.client.patch(endpointSlices, slice?.metadata?.name ?? "", { endpoints: [] });
    await at.client.delete(endpoints, "web");
    await at.settle();
    expect(await slices(at)).toEqual(["10.244.0.5 :8080 ready serving"]);
    expect(await classic(at)).toEqual(["10.244.0.5 /  : 8080"]);
    await at.client.delete(endpointSlices, slice?.metadata?.name ?? "");
    await at.settle();
    expect(await slices(at)).toEqual(["10.244.0.5 :8080 ready serving"]);
  });

  test("slices of an earlier service of this name are replaced", async () => {
    const at = scope();
    await at.client.create(services, service());
    await at.settle();
    await at.client.delete(services, "web");
    await at.client.create(services, service());
    await at.settle();
    const { uid } = (await at.read(services, "web")).metadata ?? {};
    const all = await at.client.list<EndpointSlice>(endpointSlices);
    expect(all.map(({ metadata }) => metadata?.ownerReferences?.[0]?.uid)).toEqual([uid]);
  });

  test("250 pods: slices of 100, and each pod's change writes one", async () => {
    const at = scope();
    await at.client.create(services, service());
    for (let index = 0; index < 250; index += 1) await running(at, `p-${index}`, `10.244.1.${index}`);
    await at.settle();
    const sizes = (await at.client.list<EndpointSlice>(endpointSlices)).map((slice) => slice.endpoints?.length);
    expect(sizes.sort()).toEqual([100, 100, 50]);
    const writes = at.writes.length;
    await run(at, "p-7", { ready: false });
    await at.settle();
    const changed = at.writes
      .slice(writes)
      .filter(({ collection }) => collection === "endpointslices.discovery.k8s.io");
    expect(changed).toHaveLength(1);
  });

  test("when it was that pods became ready is noted, for who measures", async () => {
    const at = scope();
    await at.client.create(services, service());
    await at.settle();
    at.clock.nowMs += 60_000;
    await running(at, "one", "10.244.0.5");
    at.clock.nowMs += 5_000;
    await at.settle();
    const [slice] = await at.client.list<EndpointSlice>(endpointSlices);
    const key = "endpoints.kubernetes.io/last-change-trigger-time";
    expect(slice?.metadata?.annotations?.[key]).toBe("2026-01-02T03:05:05Z");
    expect((await at.read(endpoints, "web")).metadata?.annotations?.[key]).toBe("2026-01-02T03:05:05Z");
  });

  test("a deleted service's Endpoints goes with it; a hand-made one stays", async () => {
    const at = scope();
    await at.client.create(services, service());
    await at.client.create(endpoints, { metadata: { name: "other" } });
    await at.settle();
    await at.client.delete(services, "web");
    await at.settle();
    expect((await at.client.list(endpoints)).map(({ metadata }) => metadata?.name)).toEqual(["other"]);
  });

  test("the zone is the node's", async () => {
    const world = controllerWorld({ cluster: [], namespaced: [endpointSliceController()] });
    await world.cluster.client.create(nodes, {
      metadata: { name: "node-1", labels: { "topology.kubernetes.io/zone": "west" } },
    });
    const team = await world.create("team");
    await team.client.create(services, service());
    await team.client.create(pods, pod("one"));
    await run(team, "one", { ip: "10.244.0.5" });
    await world.settle();
    const [slice] = await team.client.list<EndpointSlice>(endpointSlices);
    expect(slice?.endpoints?.[0]?.zone).toBe("west");
  });
});

describe("a service without a selector", () => {
  const byHand: Endpoints = {
    metadata: { name: "db", labels: { team: "a" }, annotations: { note: "x" } },
    subsets: [
      { addresses: [{ ip: "192.0.2.1" }], notReadyAddresses: [{ ip: "2001:db8::1" }], ports: [{ port: 5432 }] },
    ],
  };

  test("has the endpoints that somebody wrote, mirrored into slices by family", async () => {
    const at = scope();
    await at.client.create(services, {
      metadata: { name: "db" },
      spec: { clusterIP: "10.96.1.2", ports: [{ port: 5432 }] },
    });
    await at.client.create(endpoints, byHand);
    await at.settle();
    const all = await at.client.list<EndpointSlice>(endpointSlices);
    expect(all.map(({ addressType }) => addressType).sort()).toEqual(["IPv4", "IPv6"]);
    expect((await slices(at)).sort()).toEqual(["192.0.2.1 :5432 ready", "2001:db8::1 :5432 "]);
    expect(all[0]?.metadata?.labels).toEqual({
      team: "a",
      "kubernetes.io/service-name": "db",
      "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
    });
    expect(all[0]?.metadata?.annotations).toEqual({ note: "x" });
    expect(all[0]?.metadata?.ownerReferences).toMatchObject([{ kind: "Endpoints", name: "db" }]);
    await at.client.patch(endpoints, "db", {
      subsets: [{ addresses: [{ ip: "192.0.2.2" }], ports: [{ port: 5432 }] }],
    });
    await at.settle();
    expect(await slices(at)).toEqual(["192.0.2.2 :5432 ready"]);
    await at.client.delete(services, "db");
    await at.settle();
    expect(await slices(at)).toEqual([]);
  });

  test("one that asks not to be mirrored is not", async () => {
    const at = scope();
    await at.client.create(services, {
      metadata: { name: "db" },
      spec: { clusterIP: "10.96.1.2", ports: [{ port: 5432 }] },
    });
    const labels = { "endpointslice.kubernetes.io/skip-mirror": "true" };
    await at.client.create(endpoints, { ...byHand, metadata: { name: "db", labels } });
    await at.settle();
    expect(await at.client.list(endpointSlices)).toEqual([]);
  });
});
