// The life of a pod, as the API shows it.
import { expect } from "vitest";
import { WebSocket } from "ws";
import { echoImage } from "../../e2e/harness/images.ts";
import type { Access } from "../harness/api.ts";
import { until } from "../harness/until.ts";
import { pausing, script } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { isReady, podOf } from "./harness/pods.ts";
import { channelsOf } from "./harness/run-in-pod.ts";

const waiting = { containers: [pausing()] };

podConformance("[sig-node] Pods should get a host IP [NodeConformance] [Conformance]", async ({ pods }) => {
  const { status } = await pods.run({ spec: waiting });
  expect(status.hostIP).toMatch(/^\d+(\.\d+){3}$/);
});

podConformance(
  "[sig-node] Pods should be submitted and removed [NodeConformance] [Conformance]",
  async ({ api, pods }) => {
    const labelSelector = "time=now";
    const list = await api.list(pods.collection, { labelSelector });
    expect(list.items).toHaveLength(0);
    const watch = await api.watch(pods.collection, { labelSelector, resourceVersion: list.metadata.resourceVersion });
    const { metadata } = await pods.create({
      labels: { time: "now" },
      spec: { ...waiting, terminationGracePeriodSeconds: 30 },
    });
    await watch.until(({ type }) => type === "ADDED");
    await pods.ready(metadata.name);
    await pods.delete(metadata.name);
    const { object } = await watch.until(({ type }) => type === "DELETED", 60_000);
    watch.close();
    expect(object.metadata.deletionTimestamp).toBeDefined();
    expect(object["spec"].terminationGracePeriodSeconds).toBeGreaterThan(0);
    expect((await api.list(pods.collection, { labelSelector })).items).toHaveLength(0);
  },
);

podConformance("[sig-node] Pods should be updated [NodeConformance] [Conformance]", async ({ api, pods }) => {
  const { metadata } = await pods.run({ labels: { time: "1" }, spec: waiting });
  await api.change(pods.path(metadata.name), (pod) => Object.assign(pod.metadata.labels ?? {}, { time: "2" }));
  const { items } = await api.list(pods.collection, { labelSelector: "time=2" });
  expect(items.map((pod) => pod.metadata.name)).toEqual([metadata.name]);
});

podConformance(
  "[sig-node] Pods should allow activeDeadlineSeconds to be updated [NodeConformance] [Conformance]",
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: waiting });
    await api.change(pods.path(metadata.name), (pod) => {
      (pod as unknown as { spec: { activeDeadlineSeconds: number } }).spec.activeDeadlineSeconds = 5;
    });
    const { status } = await pods.ended(metadata.name);
    expect(status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded" });
  },
);

podConformance("[sig-node] Pods should delete a collection of pods [Conformance]", async ({ api, pods }) => {
  const names = ["test-pod-1", "test-pod-2", "test-pod-3"];
  await Promise.all(names.map((name) => pods.run({ name, labels: { type: "Testing" }, spec: waiting })));
  await api.delete(pods.collection, {}, { labelSelector: "type=Testing" });
  await until(async () => (await api.list(pods.collection, { labelSelector: "type=Testing" })).items.length === 0);
});

podConformance("[sig-node] Pods should patch a pod status [Conformance]", async ({ api, pods }) => {
  const { metadata } = await pods.run({ spec: waiting });
  const condition = { type: "example.com/patched", status: "True" };
  const patched = await api.patch(
    `${pods.path(metadata.name)}/status`,
    { metadata: { annotations: { patchedstatus: "true" } }, status: { conditions: [condition] } },
    "strategic-merge-patch",
  );
  expect(patched.metadata.annotations).toMatchObject({ patchedstatus: "true" });
  expect(patched["status"].conditions).toContainEqual(expect.objectContaining(condition));
  expect(isReady(await pods.get(metadata.name))).toBe(true);
});

podConformance(
  "[sig-node] Pods should run through the lifecycle of Pods and PodStatus [Conformance]",
  async ({ api, pods }) => {
    const name = "pod-test";
    const watch = await api.watch(pods.collection, { fieldSelector: `metadata.name=${name}` });
    await pods.create({ name, labels: { test: "static" }, spec: { ...waiting, terminationGracePeriodSeconds: 1 } });
    await watch.until(({ type }) => type === "ADDED");
    await watch.until(({ object }) => isReady(object) && object["status"].phase === "Running", 60_000);
    const changed = {
      metadata: { labels: { test: "patched" } },
      spec: { containers: [{ name: "main", image: echoImage }] },
    };
    await api.patch(pods.path(name), changed, "strategic-merge-patch");
    const again = await watch.until(({ object }) => object.metadata.labels?.["test"] === "patched");
    expect(again.object["spec"].containers[0].image).toBe(echoImage);
    await watch.until(
      ({ object }) => object["status"].containerStatuses?.[0].restartCount === 1 && isReady(object),
      60_000,
    );
    await api.change(`${pods.path(name)}/status`, (pod) => {
      const { conditions } = pod["status"];
      for (const one of conditions) if (one.type === "Ready") one.status = "False";
    });
    // The node says again how it is.
    await watch.until(({ object }) => isReady(object), 60_000);
    await api.delete(pods.collection, {}, { labelSelector: "test=patched" });
    await watch.until(({ type }) => type === "DELETED", 60_000);
    watch.close();
  },
);

podConformance(
  "[sig-node] Pods should support remote command execution over websockets [NodeConformance] [Conformance]",
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: waiting });
    const query = "stderr=1&stdout=1&container=main&command=cat&command=/etc/resolv.conf";
    const channels = await channelsOf(api.access, `${pods.path(metadata.name)}/exec?${query}`, "channel.k8s.io");
    expect(channels[1]?.toString()).toContain("nameserver");
    expect(channels[2]?.toString()).toBe("");
  },
);

podConformance(
  "[sig-node] Pods should support retrieving logs from the container over websockets [NodeConformance] [Conformance]",
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: { containers: [script("echo container is alive; sleep 10000")] } });
    await until(async () => (await pods.log(metadata.name)) !== "");
    const path = `${pods.path(metadata.name)}/log?container=main`;
    expect(await wholeText(api.access, path)).toBe("container is alive\n");
  },
);

/** Logs come without channels. */
async function wholeText(access: Access, path: string): Promise<string> {
  const socket = new WebSocket(access.server.replace(/^http/, "ws") + path, ["binary.k8s.io"], {
    ca: access.ca,
    headers: { authorization: `Bearer ${access.token}` },
  });
  const chunks: Buffer[] = [];
  socket.on("message", (data: Buffer) => chunks.push(data));
  await new Promise((resolve, reject) => {
    socket.on("close", resolve);
    socket.on("error", reject);
  });
  return Buffer.concat(chunks).toString();
}

const generations = "[sig-node] Pods Extended (pod generation) Pod Generation";

podConformance(
  `${generations} pod generation should start at 1 and increment per update [MinimumKubeletVersion:1.34] [Conformance]`,
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: waiting });
    const path = pods.path(metadata.name);
    expect(metadata.generation).toBe(1);
    const tolerations = [{ key: "foo-1", operator: "Exists", effect: "NoSchedule" }];
    const changes: readonly [() => Promise<{ metadata: { generation?: number } }>, number][] = [
      [() => api.patch(path, { spec: { activeDeadlineSeconds: 5000 } }), 2],
      [
        () => api.patch(path, { spec: { containers: [{ name: "main", image: echoImage }] } }, "strategic-merge-patch"),
        3,
      ],
      [() => api.patch(path, { metadata: { labels: { own: "label" } } }), 3],
      [
        () =>
          api.change(path, (pod) => {
            pod["spec"].tolerations = [...(pod["spec"].tolerations ?? []), ...tolerations];
          }),
        4,
      ],
      [
        () =>
          api.patch(
            `${path}/ephemeralcontainers`,
            { spec: { ephemeralContainers: [pausing({ name: "debugger" })] } },
            "strategic-merge-patch",
          ),
        5,
      ],
    ];
    for (const [change, expected] of changes) expect((await change()).metadata.generation).toBe(expected);
    await pods.until(metadata.name, ({ status }) => status.observedGeneration === 5);
  },
);

podConformance(
  `${generations} custom-set generation on new pods and graceful delete [Conformance]`,
  async ({ api, pods }) => {
    const pod = podOf({ name: "own", spec: { ...waiting, terminationGracePeriodSeconds: 10 } }) as { metadata: object };
    const made = await api.create(pods.collection, { ...pod, metadata: { ...pod.metadata, generation: 100 } });
    expect(made.metadata.generation).toBe(1);
    await pods.ready("own");
    const watch = await api.watch(pods.collection, { fieldSelector: "metadata.name=own" });
    await pods.delete("own");
    const { object } = await watch.until(({ object }) => object.metadata.deletionTimestamp !== undefined);
    expect(object.metadata.generation).toBe(2);
    await watch.until(({ type }) => type === "DELETED", 60_000);
    watch.close();
  },
);

podConformance(
  `${generations} issue 500 podspec updates and verify generation and observedGeneration eventually converge [MinimumKubeletVersion:1.34] [Conformance]`,
  async ({ api, pods }) => {
    const { metadata } = await pods.run({ spec: waiting });
    for (let left = 500; left > 0; left--) {
      await api.patch(pods.path(metadata.name), { spec: { activeDeadlineSeconds: 10_000 + left } });
    }
    const { status } = await pods.until(metadata.name, (pod) => pod.status.observedGeneration === 501);
    expect(status.phase).toBe("Running");
  },
);
