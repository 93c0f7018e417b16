import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Node } from "../../../src/kinds/facts/types.gen.ts";
import { FakeApiServer } from "../../../test/agent/fake-api-server.ts";
import { testPlatform } from "../../../test/agent/test-platform.ts";
import { type ApiClient, connectApi } from "../api/client.ts";
import { hasCapability } from "./docker-capabilities.ts";
import type { HostFacts } from "./host-facts.ts";
import { arePidsShort, isDiskShort, isMemoryShort } from "./host-pressure.ts";
import { type NodeHealth, nodeConditions } from "./node-conditions.ts";
import { nodeImages, nodeObject } from "./node-object.ts";
import { type NodeRegistration, startNodeRegistration } from "./node-registration.ts";

const facts: HostFacts = {
  hostname: "host",
  cores: 2,
  memoryBytes: 2 ** 31,
  diskBytes: 100 * 1024,
  architecture: "amd64",
  operatingSystem: "linux",
  osImage: "Debian",
  kernelVersion: "6",
  machineId: "m",
  bootId: "b",
  systemUuid: "s",
  containerRuntimeVersion: "docker://20",
};
const settings = { name: "here", ip: "192.0.2.1", podsMax: 110, version: "v1.36.0", podCidr: undefined, labels: {} };
const fine: NodeHealth = { memory: false, disk: false, pids: false, troubles: [], networkReady: true };

describe("the Node object", () => {
  test("tells what the host is and has", () => {
    const node = nodeObject({ ...settings, podCidr: "10.244.0.0/24" }, facts);
    expect(node.metadata?.labels).toMatchObject({ "kubernetes.io/hostname": "here", "kubernetes.io/arch": "amd64" });
    expect(node.spec).toEqual({ podCIDR: "10.244.0.0/24", podCIDRs: ["10.244.0.0/24"] });
    expect(node.status).toMatchObject({
      capacity: { cpu: "2", memory: "2097152Ki", "ephemeral-storage": "100Ki", pods: "110" },
      allocatable: { cpu: "2", memory: "1994752Ki", "ephemeral-storage": "92160", pods: "110" },
      addresses: [
        { type: "InternalIP", address: "192.0.2.1" },
        { type: "Hostname", address: "here" },
      ],
      nodeInfo: { kubeletVersion: "v1.36.0", containerRuntimeVersion: "docker://20" },
    });
  });

  test("names the largest images", () => {
    const image = (name: string, Size: number) => ({
      Id: name,
      RepoTags: [name],
      RepoDigests: null,
      Size,
      Created: 0,
      Labels: null,
    });
    expect(nodeImages([image("small:1", 1), image("<none>:<none>", 9), image("large:1", 5)])).toEqual([
      { names: ["large:1"], sizeBytes: 5 },
      { names: ["small:1"], sizeBytes: 1 },
    ]);
  });
});

describe("node conditions", () => {
  const words = (health: NodeHealth) =>
    nodeConditions(health, [], 0).map(({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`);

  test("of a healthy node", () => {
    expect(words(fine)).toEqual([
      "NetworkUnavailable False PodNetworkReady: the pod network is programmed",
      "MemoryPressure False KubeletHasSufficientMemory: kubelet has sufficient memory available",
      "DiskPressure False KubeletHasNoDiskPressure: kubelet has no disk pressure",
      "PIDPressure False KubeletHasSufficientPID: kubelet has sufficient PID available",
      "Ready True KubeletReady: kubelet is posting ready status",
    ]);
  });

  test("of one in trouble", () => {
    const sick = {
      memory: true,
      disk: true,
      pids: true,
      troubles: ["container runtime is down", "x"],
      networkReady: false,
    };
    expect(words(sick)).toContain("Ready False KubeletNotReady: [container runtime is down, x]");
    expect(words(sick).filter((one) => one.includes(" True "))).toHaveLength(4);
  });

  test("keep their time as long as they keep their value", () => {
    const earlier = nodeConditions(fine, [], 0);
    const later = nodeConditions({ ...fine, troubles: ["x"] }, earlier, 60_000);
    const since = Object.fromEntries(later.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]));
    expect(since).toMatchObject({ MemoryPressure: "1970-01-01T00:00:00Z", Ready: "1970-01-01T00:01:00Z" });
  });
});

describe("what the host is short of", () => {
  test("memory, disk, inodes, processes", () => {
    expect(isMemoryShort("MemTotal: 5 kB\nMemAvailable:     90000 kB\n")).toBe(true);
    expect(isMemoryShort("MemAvailable:     200000 kB\n")).toBe(false);
    expect(isDiskShort({ blocks: 100, bavail: 9, files: 100, ffree: 50 })).toBe(true);
    expect(isDiskShort({ blocks: 100, bavail: 50, files: 100, ffree: 4 })).toBe(true);
    expect(isDiskShort({ blocks: 100, bavail: 50, files: 0, ffree: 0 })).toBe(false);
    expect(arePidsShort("0.1 0.1 0.1 2/990 5", "1000\n")).toBe(true);
    expect(arePidsShort("0.1 0.1 0.1 2/100 5", "1000\n")).toBe(false);
  });

  test("rights of the daemon", () => {
    expect(hasCapability("CapEff:\t000001fffeffffff\n", 24n)).toBe(false);
    expect(hasCapability("CapEff:\t000001ffffffffff\n", 24n)).toBe(true);
    expect(hasCapability("", 24n)).toBe(true);
  });
});

describe("registration", () => {
  let server: FakeApiServer;
  let client: ApiClient;
  let node: NodeRegistration;
  let health: NodeHealth;
  let started = Promise.resolve();

  beforeEach(async () => {
    started = Promise.resolve();
    server = new FakeApiServer();
    await server.start();
    client = connectApi({ server: server.url, token: () => "", userAgent: "test", timers: testPlatform.timers });
    health = fine;
  });

  afterEach(async () => {
    node.stop();
    client.close();
    await server.stop();
  });

  const begin = () => {
    node = startNodeRegistration({
      ...testPlatform,
      client,
      settings,
      facts,
      health: async () => health,
      images: async () => [{ names: ["a:1"], sizeBytes: 1 }],
      started,
    });
    return node.registered;
  };
  const stored = () => server.get("/api/v1/nodes/here") as Node | undefined;
  const ready = () => stored()?.status?.conditions?.find(({ type }) => type === "Ready")?.status;

  test("creates the node, ready from the first moment", async () => {
    expect((await begin()).metadata?.name).toBe("here");
    expect(ready()).toBe("True");
    expect(stored()?.status?.images).toEqual([{ names: ["a:1"], sizeBytes: 1 }]);
  });

  test("takes up a node that is there, and leaves alone what isn't its own", async () => {
    const metadata = { name: "here", labels: { mine: "yes", "kubernetes.io/arch": "old" } };
    server.put("/api/v1/nodes/here", { metadata, spec: { podCIDR: "10.244.7.0/24", unschedulable: true } });
    expect((await begin()).spec?.podCIDR).toBe("10.244.7.0/24");
    expect(stored()?.metadata?.labels).toMatchObject({ mine: "yes", "kubernetes.io/arch": "amd64" });
    await expect.poll(ready).toBe("True");
    expect(stored()?.spec?.unschedulable).toBe(true);
  });

  test("a node that is known stays as it was reported while its agent starts", async () => {
    server.put("/api/v1/nodes/here", {
      metadata: { name: "here" },
      status: { conditions: [{ type: "Ready", status: "True" }] },
    });
    let hasStarted = () => {};
    started = new Promise((resolve) => {
      hasStarted = resolve;
    });
    health = { ...fine, troubles: ["the node agent is starting"] };
    await begin();
    await testPlatform.timers.sleep(100);
    expect(ready()).toBe("True");
    expect(stored()?.status?.nodeInfo).toBeUndefined();
    health = fine;
    hasStarted();
    await expect.poll(() => stored()?.status?.nodeInfo).toBeDefined();
    expect(ready()).toBe("True");
  });

  test("reports a change at once when poked, and nothing while nothing changes", async () => {
    await begin();
    const patches = () => server.requests.filter(({ method }) => method === "PATCH").length;
    await expect.poll(patches).toBe(1);
    node.poke();
    await testPlatform.timers.sleep(100);
    expect(patches()).toBe(1);
    health = { ...fine, troubles: ["container runtime is down"] };
    node.poke();
    await expect.poll(ready).toBe("False");
  });

  test("goes on trying while the server refuses", async () => {
    let refusals = 2;
    server.refuse = () => (refusals-- > 0 ? 503 : undefined);
    await begin();
    expect(ready()).toBe("True");
  });

  test("registers again when somebody has deleted the node", async () => {
    await begin();
    await expect.poll(() => server.requests.some(({ method }) => method === "PATCH")).toBe(true);
    server.delete("/api/v1/nodes/here");
    health = { ...fine, memory: true };
    node.poke();
    await expect.poll(ready).toBe("True");
  });
});
