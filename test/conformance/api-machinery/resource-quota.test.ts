// What a quota counts, and when it gives it back.
import { expect } from "vitest";
import type { Api } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { type ConformanceFixtures, conformance } from "../harness/conformance.ts";
import { until } from "../harness/until.ts";

const core = (namespace: string, resource: string) => `/api/v1/namespaces/${namespace}/${resource}`;

async function makeQuota(
  api: Api,
  namespace: string,
  name: string,
  hard: object,
  scopes: readonly string[] = [],
): Promise<string> {
  const path = core(namespace, "resourcequotas");
  const spec = { hard, ...(scopes.length === 0 ? {} : { scopes }) };
  await api.create(path, { metadata: { name }, spec });
  await until(async () => (await api.get(`${path}/${name}`))["status"]?.used !== undefined);
  return `${path}/${name}`;
}

/** Waits until the quota says so; what else it counts doesn't matter. */
async function untilUsed(api: Api, quota: string, used: Readonly<Record<string, string>>): Promise<void> {
  await until(async () => {
    const { status } = await api.get(quota);
    expect(status.used).toMatchObject(used);
    return true;
  });
}

const pod = (name: string, resources: object = {}, spec: object = {}) => ({
  metadata: { name },
  spec: { ...spec, containers: [{ name: "pause", image: "pause", resources }] },
});

/** The quota counts one object of this kind while it is there. */
function captures(what: string, hard: string, resource: string, object: object, base = "/api/v1") {
  conformance(
    `[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a ${what}. [Conformance]`,
    async ({ api, namespace }: ConformanceFixtures) => {
      const before = (await api.list(`${base}/namespaces/${namespace}/${resource}`)).items.length;
      const quota = await makeQuota(api, namespace, "test-quota", { [hard]: String(before + 1) });
      await untilUsed(api, quota, { [hard]: String(before) });
      const path = `${base}/namespaces/${namespace}/${resource}`;
      await api.create(path, object);
      await untilUsed(api, quota, { [hard]: String(before + 1) });
      const refused = await expectReason(
        api.create(path, { ...object, metadata: { name: "one-too-many" } }),
        "Forbidden",
      );
      expect(refused.message).toContain("exceeded quota: test-quota");
      await api.delete(`${path}/counted`, { propagationPolicy: "Background" });
      await untilUsed(api, quota, { [hard]: String(before) });
    },
  );
}

const metadata = { name: "counted" };
const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "a", image: "a" }] } };

captures("configMap", "configmaps", "configmaps", { metadata, data: { a: "b" } });
captures("secret", "secrets", "secrets", { metadata, stringData: { a: "b" } });
captures(
  "replica set",
  "count/replicasets.apps",
  "replicasets",
  { metadata, spec: { replicas: 0, selector: { matchLabels: { a: "b" } }, template } },
  "/apis/apps/v1",
);
captures("replication controller", "replicationcontrollers", "replicationcontrollers", {
  metadata,
  spec: { replicas: 0, selector: { a: "b" }, template },
});

conformance(
  "[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a service. [Conformance]",
  async ({ api, namespace }) => {
    const hard = { services: "10", "services.nodeports": "1", "services.loadbalancers": "1" };
    const quota = await makeQuota(api, namespace, "test-quota", hard);
    const path = core(namespace, "services");
    const service = (name: string, type: string, more: object = {}) => ({
      metadata: { name },
      spec: { type, ports: [{ port: 80 }], ...more },
    });
    await api.create(path, service("plain", "ClusterIP"));
    await api.create(path, service("ported", "NodePort"));
    await untilUsed(api, quota, { services: "2", "services.nodeports": "1", "services.loadbalancers": "0" });
    const refused = await expectReason(api.create(path, service("balanced", "LoadBalancer")), "Forbidden");
    expect(refused.message).toContain("services.nodeports");
    await api.create(path, service("balanced", "LoadBalancer", { allocateLoadBalancerNodePorts: false }));
    await untilUsed(api, quota, { services: "3", "services.nodeports": "1", "services.loadbalancers": "1" });
    for (const name of ["plain", "ported", "balanced"]) await api.delete(`${path}/${name}`);
    await untilUsed(api, quota, { services: "0", "services.nodeports": "0", "services.loadbalancers": "0" });
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a pod. [Conformance]",
  async ({ api, namespace }) => {
    const quota = await makeQuota(api, namespace, "test-quota", {
      pods: "5",
      cpu: "1",
      memory: "500Mi",
      "requests.example.com/dongle": "3",
    });
    const path = core(namespace, "pods");
    const resources = (cpu: string, memory: string, dongles: string) => ({
      requests: { cpu, memory, "example.com/dongle": dongles },
      limits: { "example.com/dongle": dongles },
    });
    await api.create(path, pod("fits", resources("500m", "252Mi", "2")));
    await untilUsed(api, quota, { pods: "1", cpu: "500m", memory: "252Mi", "requests.example.com/dongle": "2" });
    await expectReason(api.create(path, pod("too-much-cpu", resources("600m", "100Mi", "0"))), "Forbidden");
    await expectReason(api.create(path, pod("too-many-dongles", resources("100m", "100Mi", "2"))), "Forbidden");
    await api.patch(`${path}/fits`, { metadata: { labels: { changed: "yes" } } });
    await untilUsed(api, quota, { pods: "1", cpu: "500m" });
    await api.delete(`${path}/fits`, { gracePeriodSeconds: 0 });
    await untilUsed(api, quota, { pods: "0", cpu: "0", memory: "0", "requests.example.com/dongle": "0" });
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should create a ResourceQuota and ensure its status is promptly calculated. [Conformance]",
  async ({ api, namespace }) => {
    const hard = {
      pods: "5",
      services: "10",
      "services.nodeports": "1",
      "services.loadbalancers": "1",
      replicationcontrollers: "10",
      resourcequotas: "1",
      cpu: "1",
      memory: "500Mi",
      "ephemeral-storage": "50Gi",
      configmaps: "10",
      secrets: "10",
      persistentvolumeclaims: "10",
      "requests.storage": "10Gi",
      "gold.storageclass.storage.k8s.io/persistentvolumeclaims": "10",
      "gold.storageclass.storage.k8s.io/requests.storage": "10Gi",
      "count/replicasets.apps": "5",
      "requests.example.com/dongle": "3",
    };
    const quota = await makeQuota(api, namespace, "test-quota", hard);
    const nothing = Object.fromEntries(Object.keys(hard).map((name) => [name, "0"]));
    // The quota itself, and the certificates that every namespace has.
    await untilUsed(api, quota, { ...nothing, resourcequotas: "1", configmaps: "1" });
    expect((await api.get(quota))["status"].hard).toEqual(hard);
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should be able to update and delete ResourceQuota. [Conformance]",
  async ({ api, namespace }) => {
    const quota = await makeQuota(api, namespace, "test-quota", { cpu: "1", memory: "500Mi" });
    await api.change(quota, (object) => Object.assign(object["spec"], { hard: { cpu: "2", memory: "1Gi" } }));
    expect((await api.get(quota))["spec"].hard).toEqual({ cpu: "2", memory: "1Gi" });
    await untilUsed(api, quota, { cpu: "0", memory: "0" });
    await api.delete(quota);
    await expectReason(api.get(quota), "NotFound");
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should manage the lifecycle of a ResourceQuota [Conformance]",
  async ({ api, namespace }) => {
    const path = core(namespace, "resourcequotas");
    const quota = await makeQuota(api, namespace, "lifecycle", { cpu: "1", memory: "500Mi" });
    await api.patch(
      quota,
      { metadata: { labels: { lifecycle: "yes" } }, spec: { hard: { memory: "750Mi" } } },
      "strategic-merge-patch",
    );
    expect((await api.get(quota))["spec"].hard).toEqual({ cpu: "1", memory: "750Mi" });
    const query = { labelSelector: "lifecycle=yes" };
    expect((await api.list("/api/v1/resourcequotas", query)).items).toHaveLength(1);
    await api.json("DELETE", path, { query });
    expect((await api.list(path, query)).items).toEqual([]);
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should apply changes to a resourcequota status [Conformance]",
  async ({ api, namespace }) => {
    const quota = await makeQuota(api, namespace, "status", { cpu: "500m", memory: "500Mi" });
    const hard = { cpu: "500m", memory: "500Mi" };
    await untilUsed(api, quota, { cpu: "0" });
    expect((await api.get(`${quota}/status`))["status"].hard).toEqual(hard);
    const seen = await api.seen(
      core(namespace, "resourcequotas"),
      {},
      () => api.patch(`${quota}/status`, { status: { hard: { cpu: "750m" } } }),
      ({ type, object }) => type === "MODIFIED" && object["status"].hard.cpu === "750m",
    );
    expect(seen.object.metadata.name).toBe("status");
    // The controller puts right what isn't so.
    await until(async () => (await api.get(quota))["status"].hard.cpu === "500m", 50_000);
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should verify ResourceQuota with best effort scope. [Conformance]",
  async ({ api, namespace }) => {
    const effort = await makeQuota(api, namespace, "best-effort", { pods: "5" }, ["BestEffort"]);
    const other = await makeQuota(api, namespace, "not-best-effort", { pods: "5" }, ["NotBestEffort"]);
    const path = core(namespace, "pods");
    await api.create(path, pod("effort"));
    await untilUsed(api, effort, { pods: "1" });
    await untilUsed(api, other, { pods: "0" });
    await api.delete(`${path}/effort`, { gracePeriodSeconds: 0 });
    await untilUsed(api, effort, { pods: "0" });
    await api.create(path, pod("other", { requests: { cpu: "100m" }, limits: { cpu: "200m" } }));
    await untilUsed(api, other, { pods: "1" });
    await untilUsed(api, effort, { pods: "0" });
  },
);

conformance(
  "[sig-api-machinery] ResourceQuota should verify ResourceQuota with terminating scopes. [Conformance]",
  async ({ api, namespace }) => {
    const ending = await makeQuota(api, namespace, "terminating", { pods: "5" }, ["Terminating"]);
    const staying = await makeQuota(api, namespace, "not-terminating", { pods: "5" }, ["NotTerminating"]);
    const path = core(namespace, "pods");
    await api.create(path, pod("staying"));
    await untilUsed(api, staying, { pods: "1" });
    await untilUsed(api, ending, { pods: "0" });
    await api.create(path, pod("ending", {}, { activeDeadlineSeconds: 3600 }));
    await untilUsed(api, ending, { pods: "1" });
    await untilUsed(api, staying, { pods: "1" });
  },
);
