// PersistentVolumes and their claims as objects.
import { expect } from "vitest";
import type { Api, ApiObject } from "../harness/api.ts";
import { expectReason } from "../harness/api-operations.ts";
import { conformance } from "../harness/conformance.ts";
import { randomName } from "../harness/random-name.ts";
import { until } from "../harness/until.ts";

const volumes = "/api/v1/persistentvolumes";

function volume(label: string, storageClassName: string) {
  return {
    metadata: { generateName: "pv-", labels: { story: label } },
    spec: {
      accessModes: ["ReadWriteOnce"],
      capacity: { storage: "4Mi" },
      csi: { driver: "example.com", volumeHandle: label },
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName,
    },
  };
}

function claim(label: string, storageClassName: string) {
  return {
    metadata: { generateName: "pvc-", labels: { story: label } },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Mi" } }, storageClassName },
  };
}

/** A volume, and a claim that asks for no more than it has. */
async function makeBoth(api: Api, namespace: string, label: string) {
  const claims = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  const pv = await api.create(volumes, volume(label, label));
  const pvc = await api.create(claims, claim(label, label));
  return {
    claims,
    volumePath: `${volumes}/${pv.metadata.name}`,
    claimPath: `${claims}/${pvc.metadata.name}`,
  };
}

const relabel = (labels: object) => (object: ApiObject) =>
  void Object.assign(object.metadata, { labels: { ...object.metadata.labels, ...labels } });

conformance(
  "[sig-storage] PersistentVolumes CSI Conformance should run through the lifecycle of a PV and a PVC [Conformance]",
  async ({ api, namespace }) => {
    const label = randomName("life");
    const labelSelector = `story=${label}`;
    const { claims, volumePath, claimPath } = await makeBoth(api, namespace, label);
    expect((await api.list(volumes, { labelSelector })).items).toHaveLength(1);
    expect((await api.list(claims)).items).toHaveLength(1);
    expect((await api.list("/api/v1/persistentvolumeclaims", { labelSelector })).items).toHaveLength(1);
    for (const path of [volumePath, claimPath]) {
      const patched = await api.patch(path, { metadata: { labels: { patched: "yes" } } }, "strategic-merge-patch");
      expect(patched.metadata.labels).toMatchObject({ patched: "yes", story: label });
      expect((await api.change(path, relabel({ updated: "yes" }))).metadata.labels).toMatchObject({ updated: "yes" });
    }
    await api.delete(claimPath);
    await until(async () => !(await api.exists(claimPath)));
    await expectReason(api.get(claimPath), "NotFound");
    await api.delete(volumePath);
    await until(async () => !(await api.exists(volumePath)));

    await makeBoth(api, namespace, label);
    await api.json("DELETE", claims, { query: { labelSelector } });
    await until(async () => (await api.list(claims)).items.length === 0);
    await api.json("DELETE", volumes, { query: { labelSelector } });
    await until(async () => (await api.list(volumes, { labelSelector })).items.length === 0);
  },
);

conformance(
  "[sig-storage] PersistentVolumes CSI Conformance should apply changes to a pv/pvc status [Conformance]",
  async ({ api, namespace }) => {
    const label = randomName("status");
    const { volumePath, claimPath } = await makeBoth(api, namespace, label);
    expect((await api.get(`${volumePath}/status`))["status"].phase).toMatch(/^(Pending|Available|Bound)$/);
    expect((await api.get(`${claimPath}/status`))["status"].phase).toMatch(/^(Pending|Available|Bound)$/);

    const condition = { type: "StatusPatched", status: "True", reason: "E2E", message: "told by a test" };
    const claimed = await api.patch(`${claimPath}/status`, { status: { conditions: [condition] } });
    expect(claimed["status"].conditions).toContainEqual(expect.objectContaining(condition));
    const told = await api.patch(`${volumePath}/status`, { status: { message: "patched", reason: "E2E" } });
    expect(told["status"]).toMatchObject({ message: "patched", reason: "E2E" });

    const claimAgain = await api.change(`${claimPath}/status`, (object) => {
      object["status"].conditions = [{ ...condition, type: "StatusUpdated" }];
    });
    expect(claimAgain["status"].conditions).toMatchObject([{ type: "StatusUpdated" }]);
    const toldAgain = await api.change(`${volumePath}/status`, (object) => {
      object["status"].message = "updated";
    });
    expect(toldAgain["status"].message).toBe("updated");
    await api.delete(claimPath);
    await until(async () => !(await api.exists(claimPath)));
    await api.delete(volumePath);
    await until(async () => !(await api.exists(volumePath)));
  },
);
