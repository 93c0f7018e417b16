// Lets a claim go that is to be deleted, once no pod that has a node uses it.
// Kubernetes: pkg/controller/volume/pvcprotection/pvc_protection_controller.go
import { claimFinalizer } from "../../kinds/core/volume/storage-finalizers.ts";
import type { PersistentVolumeClaim, Pod, Volume } from "../../kinds/facts/types.gen.ts";
import { persistentVolumeClaims, pods } from "../../kinds/kind-refs.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { controllerOf } from "../runtime/ownership.ts";
import { mapped } from "../runtime/watch-rules.ts";
import { isHeldBy, release, toBeReleased } from "./release.ts";

export const claimProtectionController: Controller = {
  name: "pvc-protection",
  scope: "Namespaced",
  watches: [
    toBeReleased(persistentVolumeClaims, claimFinalizer),
    mapped<Pod>(pods, ({ type, object }) => freed(type, object)),
  ],
  async reconcile(name, { client }) {
    const claim = await client.get(persistentVolumeClaims, name);
    if (claim === undefined || !isHeldBy(claim, claimFinalizer)) return done;
    const users = (await client.list(pods)).filter((pod) => uses(pod, claim));
    // A pod's end wakes this again.
    if (users.length === 0) await release(client, persistentVolumeClaims, claim, claimFinalizer);
    return done;
  },
};

/** The claims that a pod may have been the last to use. */
function freed(type: "ADDED" | "MODIFIED" | "DELETED", pod: Readonly<Pod>): readonly string[] {
  if (type !== "DELETED" && !isShutDown(pod)) return [];
  return (pod.spec?.volumes ?? []).map((volume) => claimNameOf(pod, volume)).filter((name) => name !== undefined);
}

/** A pod without a node doesn't count: no node starts it any more with a claim that is to be deleted. */
export function uses(pod: Readonly<Pod>, claim: Readonly<PersistentVolumeClaim>): boolean {
  if (!pod.spec?.nodeName) return false;
  return (pod.spec.volumes ?? []).some((volume) => {
    if (claimNameOf(pod, volume) !== claim.metadata?.name) return false;
    if (volume.persistentVolumeClaim !== undefined) return true;
    return !isShutDown(pod) && controllerOf(claim)?.uid === pod.metadata?.uid;
  });
}

function claimNameOf(pod: Readonly<Pod>, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  if (persistentVolumeClaim !== undefined) return persistentVolumeClaim.claimName;
  return ephemeral === undefined ? undefined : `${pod.metadata?.name}-${name}`;
}

/** Its node is done with it; what is left of it waits for others. */
function isShutDown({ metadata }: Readonly<Pod>): boolean {
  return metadata?.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0;
}
