// Owners and what goes with them.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const template = { metadata: { labels: { app: "gc" } }, spec: { containers: [{ name: "nginx", image: "nginx" }] } };

async function controllerWithPods(api: Api, namespace: string, name: string, replicas: number): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/replicationcontrollers`;
  await api.create(path, { metadata: { name }, spec: { replicas, selector: { app: "gc" }, template } });
  await until(async () => (await podsOf(api, namespace)).length === replicas);
  return `${path}/${name}`;
}

async function podsOf(api: Api, namespace: string) {
  return (await api.list(`/api/v1/namespaces/${namespace}/pods`)).items;
}

async function deploymentWithReplicaSet(api: Api, namespace: string): Promise<string> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const spec = { replicas: 2, selector: { matchLabels: { app: "gc" } }, template };
  await api.create(path, { metadata: { name: "simple" }, spec });
  await until(async () => (await replicaSetsOf(api, namespace)).length === 1);
  return `${path}/simple`;
}

async function replicaSetsOf(api: Api, namespace: string) {
  return (await api.list(`/apis/apps/v1/namespaces/${namespace}/replicasets`)).items;
}

conformance(
  "[sig-api-machinery] Garbage collector should delete pods created by rc when not orphaning [Conformance]",
  async ({ api, namespace }) => {
    const path = await controllerWithPods(api, namespace, "simple", 2);
    await api.delete(path, { propagationPolicy: "Background" });
    await until(async () => (await podsOf(api, namespace)).length === 0);
    expect(await api.exists(path)).toBe(false);
  },
);

conformance(
  "[sig-api-machinery] Garbage collector should orphan pods created by rc if delete options say so [Serial] [Conformance]",
  async ({ api, namespace }) => {
    const replicas = 20;
    const path = await controllerWithPods(api, namespace, "simple", replicas);
    await api.delete(path, { propagationPolicy: "Orphan" });
    await until(async () => !(await api.exists(path)));
    const pods = await podsOf(api, namespace);
    expect(pods).toHaveLength(replicas);
    expect(pods.flatMap((pod) => pod.metadata.ownerReferences ?? [])).toEqual([]);
  },
);

conformance(
  "[sig-api-machinery] Garbage collector should delete RS created by deployment when not orphaning [Conformance]",
  async ({ api, namespace }) => {
    const path = await deploymentWithReplicaSet(api, namespace);
    await api.delete(path, { propagationPolicy: "Background" });
    await until(async () => (await replicaSetsOf(api, namespace)).length === 0);
    await until(async () => (await podsOf(api, namespace)).length === 0);
  },
);

conformance(
  "[sig-api-machinery] Garbage collector should orphan RS created by deployment when deleteOptions.PropagationPolicy is Orphan [Conformance]",
  async ({ api, namespace }) => {
    const path = await deploymentWithReplicaSet(api, namespace);
    await api.delete(path, { propagationPolicy: "Orphan" });
    await until(async () => !(await api.exists(path)));
    const sets = await replicaSetsOf(api, namespace);
    expect(sets).toHaveLength(1);
    expect(sets[0]?.metadata.ownerReferences ?? []).toEqual([]);
  },
);

conformance(
  "[sig-api-machinery] Garbage collector should keep the rc around until all its pods are deleted if the deleteOptions says so [Serial] [Conformance]",
  async ({ api, namespace }) => {
    const path = await controllerWithPods(api, namespace, "simple", 5);
    const held = (await podsOf(api, namespace))[0];
    const pod = `/api/v1/namespaces/${namespace}/pods/${held?.metadata.name}`;
    await api.patch(pod, { metadata: { finalizers: ["example.com/held"] } });
    const deleted = await api.delete(path, { propagationPolicy: "Foreground" });
    expect(deleted.metadata.finalizers).toContain("foregroundDeletion");
    await until(async () => (await podsOf(api, namespace)).length === 1);
    expect((await api.get(path)).metadata.deletionTimestamp).toBeDefined();
    await api.patch(pod, { metadata: { finalizers: null } });
    await until(async () => !(await api.exists(path)));
    expect(await podsOf(api, namespace)).toEqual([]);
  },
);

conformance(
  "[sig-api-machinery] Garbage collector should not delete dependents that have both valid owner and owner that's waiting for dependents to be deleted [Serial] [Conformance]",
  async ({ api, namespace }) => {
    const going = await controllerWithPods(api, namespace, "going", 6);
    const staying = `/api/v1/namespaces/${namespace}/replicationcontrollers`;
    const spec = {
      replicas: 0,
      selector: { app: "other" },
      template: { ...template, metadata: { labels: { app: "other" } } },
    };
    const { metadata } = await api.create(staying, { metadata: { name: "staying" }, spec });
    const owner = { apiVersion: "v1", kind: "ReplicationController", name: "staying", uid: metadata.uid };
    const shared = (await podsOf(api, namespace)).slice(0, 3).map((pod) => pod.metadata.name);
    for (const name of shared) {
      await api.patch(
        `/api/v1/namespaces/${namespace}/pods/${name}`,
        { metadata: { ownerReferences: [owner] } },
        "strategic-merge-patch",
      );
    }
    await api.delete(going, { propagationPolicy: "Foreground" });
    await until(async () => !(await api.exists(going)));
    await until(async () => (await podsOf(api, namespace)).length === shared.length);
    const left = await podsOf(api, namespace);
    expect(left.map((pod) => pod.metadata.name).sort()).toEqual([...shared].sort());
    for (const pod of left) {
      expect(pod.metadata.deletionTimestamp).toBeUndefined();
      expect(pod.metadata.ownerReferences?.map(({ name }) => name)).toEqual(["staying"]);
    }
  },
);

conformance(
  "[sig-api-machinery] Garbage collector should not be blocked by dependency circle [Conformance]",
  async ({ api, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const names = ["pod1", "pod2", "pod3"];
    const uids = new Map<string, string>();
    for (const name of names)
      uids.set(name, (await api.create(path, { metadata: { name }, spec: template.spec })).metadata.uid);
    for (const [index, name] of names.entries()) {
      const owner = names[(index + 2) % names.length] ?? "";
      const reference = {
        apiVersion: "v1",
        kind: "Pod",
        name: owner,
        uid: uids.get(owner),
        controller: true,
        blockOwnerDeletion: true,
      };
      await api.patch(`${path}/${name}`, { metadata: { ownerReferences: [reference] } });
    }
    await api.delete(`${path}/pod1`, { propagationPolicy: "Foreground" });
    await until(async () => (await podsOf(api, namespace)).length === 0);
  },
);
