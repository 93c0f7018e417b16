// ReplicaSets and ReplicationControllers with pods that run.
import { expect } from "vitest";
import { echoImage, nextEchoImage } from "../../e2e/harness/images.ts";
import { until } from "../harness/until.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { watched } from "./harness/pods.ts";
import { controllerOf, controllersOf, type Labels, replicaSetsOf, template, untilAll } from "./harness/workloads.ts";

interface Kind {
  readonly title: string;
  collection(namespace: string): string;
  selector(labels: Labels): object;
  readonly adoption: string;
}

const replicaSet: Kind = {
  title: "[sig-apps] ReplicaSet",
  collection: replicaSetsOf,
  selector: (matchLabels) => ({ matchLabels }),
  adoption: "should adopt matching pods on creation and release no longer matching pods",
};
const controller: Kind = {
  title: "[sig-apps] ReplicationController",
  collection: controllersOf,
  selector: (labels) => labels,
  adoption: "should adopt matching pods on creation",
};

const labels = { name: "sample-pod" };

function manifest(kind: Kind, name: string, replicas: number, container: object = pausing()): object {
  const spec = { replicas, selector: kind.selector(labels), template: template(labels, container) };
  return { metadata: { name, labels }, spec };
}

for (const kind of [replicaSet, controller]) {
  podConformance(
    `${kind.title} should serve a basic image on each replica with a public image [Conformance]`,
    async ({ api, namespace, pods }) => {
      const container = { name: "main", image: echoImage, ports: [{ containerPort: 8080 }] };
      await api.create(kind.collection(namespace), manifest(kind, "basic", 2, container));
      await untilAll(api, kind.collection(namespace), "basic");
      const { items } = await api.list(pods.collection);
      expect(items).toHaveLength(2);
      for (const { metadata } of items) {
        const { text } = await api.send("GET", `${pods.path(metadata.name)}:8080/proxy/`, { accept: "*/*" });
        expect(text).toBe(`${metadata.name}\n`);
      }
    },
  );

  podConformance(`${kind.title} ${kind.adoption} [Conformance]`, async ({ api, namespace, pods }) => {
    await pods.run({ name: "orphan", labels, spec: { containers: [pausing()] } });
    const { metadata } = await api.create(kind.collection(namespace), manifest(kind, "adopting", 1));
    await pods.until("orphan", (pod) => controllerOf(pod) === metadata.uid);
    expect((await api.list(pods.collection)).items).toHaveLength(1);
    if (kind === controller) return;
    await api.patch(pods.path("orphan"), { metadata: { labels: { name: "not-matching" } } });
    await pods.until("orphan", (pod) => controllerOf(pod) === undefined);
  });
}

podConformance(
  `${controller.title} should release no longer matching pods [Conformance]`,
  async ({ api, namespace, pods }) => {
    await api.create(controllersOf(namespace), manifest(controller, "releasing", 1));
    await untilAll(api, controllersOf(namespace), "releasing");
    const [pod] = (await api.list(pods.collection)).items;
    const name = pod?.metadata.name ?? "";
    await api.patch(pods.path(name), { metadata: { labels: { name: "not-matching" } } });
    await pods.until(name, (one) => controllerOf(one) === undefined);
  },
);

podConformance(
  `${controller.title} should get and update a ReplicationController scale [Conformance]`,
  async ({ api, namespace }) => {
    const collection = controllersOf(namespace);
    await api.create(collection, manifest(controller, "scaled", 1));
    await untilAll(api, collection, "scaled");
    expect((await api.get(`${collection}/scaled/scale`))["spec"].replicas).toBe(1);
    await api.change(`${collection}/scaled/scale`, (scale) => {
      scale["spec"].replicas = 2;
    });
    const scaled = await untilAll(api, collection, "scaled");
    expect(scaled["spec"].replicas).toBe(2);
  },
);

podConformance(
  `${controller.title} should test the lifecycle of a ReplicationController [Conformance]`,
  async ({ api, namespace }) => {
    const collection = controllersOf(namespace);
    const path = `${collection}/life`;
    const query = { labelSelector: "test-rc-static=true" };
    const watch = await api.watch(collection, query);
    const own = { "test-rc-static": "true" };
    await api.create(collection, { ...manifest(controller, "life", 1), metadata: { name: "life", labels: own } });
    await watch.until(({ type }) => type === "ADDED");
    await watch.until(({ object }) => object["status"].readyReplicas === 1, 60_000);
    await api.patch(path, { metadata: { labels: { "test-rc": "patched" } } });
    await watch.until(({ object }) => object.metadata.labels?.["test-rc"] === "patched");
    const patched = await api.patch(`${path}/status`, { status: { readyReplicas: 0, availableReplicas: 0 } });
    expect(patched["status"].readyReplicas ?? 0).toBe(0);
    // The controller says again how many there are.
    await watch.until(({ object }) => object["status"].readyReplicas === 1, 60_000);
    await api.patch(`${path}/scale`, { spec: { replicas: 2 } });
    await watch.until(({ object }) => object["status"].readyReplicas === 2, 60_000);
    const everywhere = await api.list("/api/v1/replicationcontrollers", query);
    expect(everywhere.items.filter((one) => one.metadata.namespace === namespace)).toHaveLength(1);
    await api.delete(collection, {}, query);
    await watch.until(({ type }) => type === "DELETED");
    watch.close();
  },
);

podConformance(
  `${replicaSet.title} Replicaset should have a working scale subresource [Conformance]`,
  async ({ api, namespace }) => {
    const collection = replicaSetsOf(namespace);
    const path = `${collection}/scaled`;
    await api.create(collection, manifest(replicaSet, "scaled", 1));
    await untilAll(api, collection, "scaled");
    expect((await api.get(`${path}/scale`))["spec"].replicas).toBe(1);
    await api.change(`${path}/scale`, (scale) => {
      scale["spec"].replicas = 2;
    });
    expect((await api.get(path))["spec"].replicas).toBe(2);
    await api.patch(`${path}/scale`, { spec: { replicas: 4 } });
    const scaled = await untilAll(api, collection, "scaled");
    expect(scaled["spec"].replicas).toBe(4);
  },
);

podConformance(`${replicaSet.title} Replace and Patch tests [Conformance]`, async ({ api, namespace, pods }) => {
  const collection = replicaSetsOf(namespace);
  const path = `${collection}/replaced`;
  await api.create(collection, manifest(replicaSet, "replaced", 1, { name: "main", image: echoImage }));
  await untilAll(api, collection, "replaced");
  await api.patch(`${path}/scale`, { spec: { replicas: 2 } });
  await untilAll(api, collection, "replaced");
  const [victim] = (await api.list(pods.collection)).items;
  await pods.delete(victim?.metadata.name ?? "");
  const patch = {
    metadata: { labels: { "test-rs": "patched" } },
    spec: { replicas: 3, template: { spec: { containers: [{ name: "main", image: nextEchoImage }] } } },
  };
  await api.patch(path, patch, "strategic-merge-patch");
  const patched = await untilAll(api, collection, "replaced");
  expect(patched.metadata.labels).toMatchObject({ "test-rs": "patched" });
  expect(patched["spec"].template.spec.containers[0].image).toBe(nextEchoImage);
  expect(patched["spec"].replicas).toBe(3);
});

podConformance(
  `${replicaSet.title} should list and delete a collection of ReplicaSets [Conformance]`,
  async ({ api, namespace }) => {
    const collection = replicaSetsOf(namespace);
    await api.create(collection, manifest(replicaSet, "listed", 3));
    await untilAll(api, collection, "listed");
    const query = { labelSelector: "name=sample-pod" };
    const everywhere = await api.list("/apis/apps/v1/replicasets", query);
    expect(everywhere.items.filter((one) => one.metadata.namespace === namespace)).toHaveLength(1);
    await api.delete(collection, {}, query);
    await until(async () => (await api.list(collection, query)).items.length === 0);
  },
);

podConformance(
  `${replicaSet.title} should validate Replicaset Status endpoints [Conformance]`,
  async ({ api, namespace }) => {
    const collection = replicaSetsOf(namespace);
    const path = `${collection}/told`;
    await api.create(collection, manifest(replicaSet, "told", 1));
    await untilAll(api, collection, "told");
    const has = (type: string) => (set: { status: { conditions?: { type: string }[] } }) =>
      set.status.conditions?.some((condition) => condition.type === type) === true;
    await api.change(`${path}/status`, (set) => {
      set["status"].conditions = [{ type: "StatusUpdate", status: "True", reason: "E2E", message: "from a test" }];
    });
    await watched(api, collection, "told", (set) => has("StatusUpdate")(set as never));
    await api.patch(`${path}/status`, { status: { conditions: [{ type: "StatusPatched", status: "True" }] } });
    await watched(api, collection, "told", (set) => has("StatusPatched")(set as never));
  },
);
