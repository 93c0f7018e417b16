import { expect, test } from "vitest";
import { controllerWorld } from "../../../test/fixtures/controller-world.ts";
import { run, template } from "../../../test/fixtures/node-hands.ts";
import { attributesFinalizer, claimFinalizer, volumeFinalizer } from "../../kinds/core/volume/storage-finalizers.ts";
import { persistentVolumeClaims, persistentVolumes, pods, volumeAttributesClasses } from "../../kinds/kind-refs.ts";
import { attributesProtectionController } from "./attributes.ts";
import { claimProtectionController } from "./claims.ts";
import { attributesPauseMs } from "./limits.ts";
import { volumeProtectionController } from "./volumes.ts";

async function begin() {
  const cluster = [volumeProtectionController, attributesProtectionController];
  const world = controllerWorld({ cluster, namespaced: [claimProtectionController] });
  return { world, cluster: world.cluster.client, team: await world.create("team") };
}

const claim = (name: string, more: object = {}) => ({
  metadata: { name, finalizers: [claimFinalizer] },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, ...more },
});
const user = (name: string, volume: object) => ({
  metadata: { name },
  spec: { ...template.spec, volumes: [{ name: "v", ...volume }] },
});

test("a claim goes when the last pod on a node that uses it has gone", async () => {
  const { world, team } = await begin();
  await team.client.create(persistentVolumeClaims, claim("c"));
  await team.client.create(pods, user("bound", { persistentVolumeClaim: { claimName: "c" } }));
  await run(team, "bound", { node: "n" });
  await team.client.create(pods, user("free", { persistentVolumeClaim: { claimName: "c" } }));
  await team.client.delete(persistentVolumeClaims, "c");
  await world.settle();
  expect(await team.client.get(persistentVolumeClaims, "c")).toMatchObject({
    metadata: { finalizers: [claimFinalizer] },
  });
  await team.client.delete(pods, "bound", { gracePeriodSeconds: 0 });
  await world.settle();
  expect(await team.client.get(persistentVolumeClaims, "c")).toBeUndefined();
});

test("a claim that nobody uses goes at once, but for what others want", async () => {
  const { world, team } = await begin();
  const held = claim("c");
  held.metadata.finalizers = ["example.com/other", claimFinalizer];
  await team.client.create(persistentVolumeClaims, held);
  await team.client.create(persistentVolumeClaims, claim("d"));
  await team.client.delete(persistentVolumeClaims, "c");
  await team.client.delete(persistentVolumeClaims, "d");
  await world.settle();
  expect(await team.client.get(persistentVolumeClaims, "c")).toMatchObject({
    metadata: { finalizers: ["example.com/other"] },
  });
  expect(await team.client.get(persistentVolumeClaims, "d")).toBeUndefined();
});

test("a volume goes when no claim is bound to it", async () => {
  const { world, cluster } = await begin();
  const spec = { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, hostPath: { path: "/x" } };
  await cluster.create(persistentVolumes, { metadata: { name: "v", finalizers: [volumeFinalizer] }, spec });
  await cluster.patch(persistentVolumes, "v", { status: { phase: "Bound" } }, "status");
  await cluster.delete(persistentVolumes, "v");
  await world.settle();
  expect(await cluster.get(persistentVolumes, "v")).toBeDefined();
  await cluster.patch(persistentVolumes, "v", { status: { phase: "Released" } }, "status");
  await world.settle();
  expect(await cluster.get(persistentVolumes, "v")).toBeUndefined();
});

test("attributes go when no claim of any namespace names them", async () => {
  const { world, cluster, team } = await begin();
  const metadata = { name: "a", finalizers: [attributesFinalizer] };
  await cluster.create(volumeAttributesClasses, { metadata, driverName: "d.example", parameters: { a: "b" } });
  await team.client.create(persistentVolumeClaims, claim("c", { volumeAttributesClassName: "a" }));
  await cluster.delete(volumeAttributesClasses, "a");
  await world.settle(attributesPauseMs);
  expect(await cluster.get(volumeAttributesClasses, "a")).toBeDefined();
  await team.client.delete(persistentVolumeClaims, "c");
  await world.settle(attributesPauseMs);
  expect(await cluster.get(volumeAttributesClasses, "a")).toBeUndefined();
});
