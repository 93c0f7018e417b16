// Lets a class of volume attributes go that is to be deleted, once no volume and no claim names it.
// Kubernetes: pkg/controller/volume/vacprotection/vac_protection_controller.go
import { attributesFinalizer } from "../../kinds/core/volume/storage-finalizers.ts";
import type { PersistentVolumeClaim } from "../../kinds/facts/types.gen.ts";
import {
  namespaces,
  persistentVolumeClaims,
  persistentVolumes,
  volumeAttributesClasses,
} from "../../kinds/kind-refs.ts";
import { type Controller, done, type ReconcileContext } from "../runtime/controller.ts";
import { attributesPauseMs } from "./limits.ts";
import { isHeldBy, release, toBeReleased } from "./release.ts";

export const attributesProtectionController: Controller = {
  name: "volumeattributesclass-protection",
  scope: "Cluster",
  watches: [toBeReleased(volumeAttributesClasses, attributesFinalizer)],
  async reconcile(name, context) {
    const found = await context.client.get(volumeAttributesClasses, name);
    if (found === undefined || !isHeldBy(found, attributesFinalizer)) return done;
    // Claims are in namespaces, whose changes this scope does not see.
    if (await isUsed(name, context)) return { requeueAfterMs: attributesPauseMs };
    await release(context.client, volumeAttributesClasses, found, attributesFinalizer);
    return done;
  },
};

async function isUsed(name: string, { client, reach }: ReconcileContext): Promise<boolean> {
  const volumes = await client.list(persistentVolumes);
  if (volumes.some(({ spec }) => spec?.volumeAttributesClassName === name)) return true;
  for (const { metadata } of await client.list(namespaces)) {
    const claims = await reach.namespace(metadata?.name ?? "").list(persistentVolumeClaims);
    if (claims.some((claim) => namesOf(claim).includes(name))) return true;
  }
  return false;
}

/** What it has, what it wants, and what it is on the way to. */
function namesOf({ spec, status }: Readonly<PersistentVolumeClaim>): readonly (string | undefined)[] {
  return [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
}
