// Nodes and leases as objects.
import { expect } from "vitest";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

conformance("[sig-node] Node Lifecycle should run through the lifecycle of a node [Conformance]", async ({ api }) => {
  const name = randomName("node");
  const path = `/api/v1/nodes/${name}`;
  const labels = { story: name };
  const labelSelector = `story=${name}`;
  const status = {
    capacity: { cpu: "10", memory: "10Gi", pods: "100" },
    conditions: [{ type: "Ready", status: "True", reason: "Told", message: "by a test" }],
  };
  // A node that schedules nothing, so that no other test's pods come here.
  const spec = { unschedulable: true };
  await api.create("/api/v1/nodes", { metadata: { name, labels }, spec, status });
  expect((await api.get(path)).metadata.labels).toMatchObject(labels);
  const patched = await api.patch(path, { metadata: { labels: { patched: "yes" } } }, "strategic-merge-patch");
  expect(patched.metadata.labels).toMatchObject({ ...labels, patched: "yes" });
  expect((await api.list("/api/v1/nodes", { labelSelector })).items).toHaveLength(1);
  const updated = await api.change(path, (node) =>
    Object.assign(node.metadata, { labels: { ...node.metadata.labels, updated: "yes" } }),
  );
  expect(updated.metadata.labels).toMatchObject({ patched: "yes", updated: "yes" });
  await api.delete(path);
  await until(async () => !(await api.exists(path)));
  expect((await api.list("/api/v1/nodes", { labelSelector })).items).toEqual([]);
});

conformance("[sig-node] Lease lease API should be available [Conformance]", async ({ api, namespace }) => {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  const path = `${collection}/lease`;
  const spec = {
    holderIdentity: "holder",
    leaseDurationSeconds: 30,
    acquireTime: "2026-01-02T03:04:05.000006Z",
    renewTime: "2026-01-02T03:04:07.000008Z",
    leaseTransitions: 0,
  };
  await api.create(collection, { metadata: { name: "lease", labels: { story: namespace } }, spec });
  expect((await api.get(path))["spec"]).toEqual(spec);
  const later = { ...spec, holderIdentity: "other", leaseDurationSeconds: 45, leaseTransitions: 1 };
  await api.change(path, (lease) => Object.assign(lease, { spec: later }));
  expect((await api.get(path))["spec"]).toEqual(later);
  const latest = { ...later, holderIdentity: "third", leaseTransitions: 2 };
  await api.patch(path, { spec: { holderIdentity: "third", leaseTransitions: 2 } }, "strategic-merge-patch");
  expect((await api.get(path))["spec"]).toEqual(latest);

  await api.create(collection, { metadata: { name: "second", labels: { story: namespace } }, spec });
  const labelSelector = `story=${namespace}`;
  expect((await api.list("/apis/coordination.k8s.io/v1/leases", { labelSelector })).items).toHaveLength(2);
  await api.json("DELETE", collection, { query: { labelSelector } });
  expect((await api.list(collection, { labelSelector })).items).toEqual([]);
  await api.create(collection, { metadata: { name: "lease" }, spec });
  await api.delete(path);
  await expectReason(api.get(path), "NotFound");
});
