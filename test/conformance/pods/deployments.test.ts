// Deployments with pods that run.
import { expect } from "vitest";
import { echoImage, nextEchoImage } from "../../e2e/harness/images.ts";
import type { Api, ApiObject } from "../harness/api.ts";
import { until } from "../harness/until.ts";
import { pausing } from "./harness/containers.ts";
import { podConformance } from "./harness/pod-conformance.ts";
import { watched } from "./harness/pods.ts";
import { deploymentsOf, replicaSetsOf, template, untilAll, untilRolledOut } from "./harness/workloads.ts";

const labels = { name: "sample-pod" };
const echo = (image: string) => ({ name: "echo", image });

function deployment(name: string, replicas: number, container: object, more: object = {}): object {
  const spec = { replicas, selector: { matchLabels: labels }, template: template(labels, container), ...more };
  return { metadata: { name, labels }, spec };
}

function setImage(api: Api, path: string, image: string): Promise<ApiObject> {
  const containers = [{ name: "echo", image }];
  return api.patch(path, { spec: { template: { spec: { containers } } } }, "strategic-merge-patch");
}

/** Those of a namespace, by their creation. */
async function replicaSets(api: Api, namespace: string): Promise<ApiObject[]> {
  const { items } = await api.list(replicaSetsOf(namespace));
  const revision = ({ metadata }: ApiObject) => Number(metadata.annotations?.["deployment.kubernetes.io/revision"]);
  return items.toSorted((one, other) => revision(one) - revision(other));
}

podConformance(
  "[sig-apps] Deployment RollingUpdateDeployment should delete old pods and create new ones [Conformance]",
  async ({ api, namespace, pods }) => {
    const set = { replicas: 1, selector: { matchLabels: labels }, template: template(labels, echo(echoImage)) };
    const annotations = { "deployment.kubernetes.io/revision": "3546343826724305832" };
    await api.create(replicaSetsOf(namespace), { metadata: { name: "old", labels, annotations }, spec: set });
    const old = await untilAll(api, replicaSetsOf(namespace), "old");
    await api.create(deploymentsOf(namespace), deployment("test", 1, echo(nextEchoImage)));
    const made = await untilRolledOut(api, deploymentsOf(namespace), "test");
    expect(made.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3546343826724305833");
    const adopted = await api.get(`${replicaSetsOf(namespace)}/old`);
    expect(adopted.metadata.uid).toBe(old.metadata.uid);
    expect(adopted.metadata.ownerReferences?.[0]?.uid).toBe(made.metadata.uid);
    expect(adopted["spec"].replicas).toBe(0);
    await until(async () => (await api.list(pods.collection)).items.length === 1);
  },
);

podConformance(
  "[sig-apps] Deployment RecreateDeployment should delete old pods and create new ones [Conformance]",
  async ({ api, namespace, pods }) => {
    const collection = deploymentsOf(namespace);
    await api.create(collection, deployment("test", 1, echo(echoImage), { strategy: { type: "Recreate" } }));
    await untilRolledOut(api, collection, "test");
    const watch = await api.watch(pods.collection);
    await setImage(api, `${collection}/test`, nextEchoImage);
    const alive = new Set<string>();
    const images = new Set<string>();
    await watch.until(({ type, object }) => {
      const { uid } = object.metadata;
      const ended = ["Failed", "Succeeded"].includes(object["status"].phase);
      if (type === "DELETED" || ended) alive.delete(uid);
      else alive.add(uid);
      images.add(object["spec"].containers[0].image);
      // No pod of the new kind is there while one of the old kind is.
      expect(alive.size).toBeLessThanOrEqual(1);
      return images.size === 2 && object["status"].containerStatuses?.[0].ready === true;
    }, 60_000);
    watch.close();
  },
);

podConformance(
  "[sig-apps] Deployment deployment should delete old replica sets [Conformance]",
  async ({ api, namespace }) => {
    const set = { replicas: 1, selector: { matchLabels: labels }, template: template(labels, echo(echoImage)) };
    await api.create(replicaSetsOf(namespace), { metadata: { name: "old", labels }, spec: set });
    await untilAll(api, replicaSetsOf(namespace), "old");
    await api.create(deploymentsOf(namespace), deployment("test", 1, echo(nextEchoImage), { revisionHistoryLimit: 0 }));
    await untilRolledOut(api, deploymentsOf(namespace), "test");
    await until(async () => !(await api.exists(`${replicaSetsOf(namespace)}/old`)));
  },
);

podConformance("[sig-apps] Deployment deployment should support rollover [Conformance]", async ({ api, namespace }) => {
  const collection = deploymentsOf(namespace);
  const path = `${collection}/test`;
  const set = { replicas: 1, selector: { matchLabels: labels }, template: template(labels, echo(echoImage)) };
  await api.create(replicaSetsOf(namespace), { metadata: { name: "old", labels }, spec: set });
  await untilAll(api, replicaSetsOf(namespace), "old");
  // It never gets ready, and is rolled over by the next.
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  const missing = { ...echo("skerry-test/missing:1"), imagePullPolicy: "Never" };
  await api.create(collection, deployment("test", 1, missing, { minReadySeconds: 2, strategy }));
  await until(async () => (await replicaSets(api, namespace)).length === 2);
  await setImage(api, path, nextEchoImage);
  await untilRolledOut(api, collection, "test");
  const sets = await replicaSets(api, namespace);
  const ofImage = (image: string) =>
    sets.find(({ spec }) => spec.template.spec.containers[0].image === image)?.["spec"].replicas;
  expect([echoImage, "skerry-test/missing:1", nextEchoImage].map(ofImage)).toEqual([0, 0, 1]);
});

podConformance(
  "[sig-apps] Deployment deployment should support proportional scaling [Conformance]",
  async ({ api, namespace }) => {
    const collection = deploymentsOf(namespace);
    const path = `${collection}/test`;
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
    await api.create(collection, deployment("test", 10, { ...pausing(), name: "echo" }, { strategy }));
    await untilRolledOut(api, collection, "test");
    await setImage(api, path, "skerry-test/missing:1");
    const sizes = async () => (await replicaSets(api, namespace)).map(({ spec }) => spec.replicas);
    const settled = (wanted: number[]) =>
      until(async () => JSON.stringify(await sizes()) === JSON.stringify(wanted), 60_000);
    await settled([8, 5]);
    await watched(api, collection, "test", ({ status }) => status.availableReplicas === 8);
    await api.patch(`${path}/scale`, { spec: { replicas: 30 } });
    await settled([20, 13]);
  },
);

podConformance(
  "[sig-apps] Deployment Deployment should have a working scale subresource [Conformance]",
  async ({ api, namespace }) => {
    const collection = deploymentsOf(namespace);
    const path = `${collection}/test`;
    await api.create(collection, deployment("test", 1, echo(echoImage)));
    await untilRolledOut(api, collection, "test");
    const scale = await api.get(`${path}/scale`);
    expect(scale["spec"].replicas).toBe(1);
    expect(scale["status"].replicas).toBe(1);
    const updated = await api.change(`${path}/scale`, (one) => {
      one["spec"].replicas = 2;
    });
    expect(updated["spec"].replicas).toBe(2);
    expect((await api.get(path))["spec"].replicas).toBe(2);
    await api.patch(`${path}/scale`, { spec: { replicas: 4 } });
    expect((await api.get(path))["spec"].replicas).toBe(4);
    await untilRolledOut(api, collection, "test");
  },
);

podConformance(
  "[sig-apps] Deployment should run the lifecycle of a Deployment [Conformance]",
  async ({ api, namespace }) => {
    const collection = deploymentsOf(namespace);
    const path = `${collection}/test`;
    const watch = await api.watch(collection, { labelSelector: "test-deployment-static=true" });
    const own = { "test-deployment-static": "true" };
    await api.create(collection, {
      ...deployment("test", 2, echo(echoImage)),
      metadata: { name: "test", labels: own },
    });
    await watch.until(({ type }) => type === "ADDED");
    const ready = (count: number) =>
      watch.until(
        ({ object }) => object["status"].readyReplicas === count && object["spec"].replicas === count,
        60_000,
      );
    await ready(2);
    await api.patch(
      path,
      {
        metadata: { labels: { "test-deployment": "patched" } },
        spec: { replicas: 1, template: { spec: { containers: [{ name: "echo", image: nextEchoImage }] } } },
      },
      "strategic-merge-patch",
    );
    await watch.until(({ object }) => object.metadata.labels?.["test-deployment"] === "patched");
    await ready(1);
    await api.patch(`${path}/status`, { metadata: { annotations: { patched: "yes" } } });
    await api.change(path, (one) => {
      Object.assign(one.metadata.labels ?? {}, { "test-deployment": "updated" });
      one["spec"].replicas = 2;
      one["spec"].template.spec.containers[0].image = echoImage;
    });
    await watch.until(({ object }) => object.metadata.labels?.["test-deployment"] === "updated");
    await ready(2);
    expect((await api.get(`${path}/status`))["status"].readyReplicas).toBeGreaterThanOrEqual(2);
    const everywhere = await api.list("/apis/apps/v1/deployments", { labelSelector: "test-deployment=updated" });
    expect(everywhere.items.filter((one) => one.metadata.namespace === namespace)).toHaveLength(1);
    await api.delete(collection, {}, { labelSelector: "test-deployment-static=true" });
    await watch.until(({ type }) => type === "DELETED");
    watch.close();
  },
);

podConformance(
  "[sig-apps] Deployment should validate Deployment Status endpoints [Conformance]",
  async ({ api, namespace }) => {
    const collection = deploymentsOf(namespace);
    const path = `${collection}/test`;
    await api.create(collection, deployment("test", 1, echo(echoImage)));
    await untilRolledOut(api, collection, "test");
    expect((await api.get(`${path}/status`))["status"].conditions.length).toBeGreaterThan(0);
    const condition = { type: "StatusUpdate", status: "True", reason: "E2E", message: "Set from e2e test" };
    await api.change(`${path}/status`, (one) => one["status"].conditions.push(condition));
    await watched(api, collection, "test", ({ status }) =>
      status.conditions.some(({ type, reason }: typeof condition) => type === "StatusUpdate" && reason === "E2E"),
    );
    const patch = { status: { conditions: [{ type: "StatusPatched", status: "True" }] } };
    await api.patch(`${path}/status`, patch);
    await watched(api, collection, "test", ({ status }) =>
      status.conditions.some(({ type }: typeof condition) => type === "StatusPatched"),
    );
  },
);
