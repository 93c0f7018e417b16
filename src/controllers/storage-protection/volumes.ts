// Lets a volume go that is to be deleted, once no claim is bound to it.
// Kubernetes: pkg/controller/volume/pvprotection/pv_protection_controller.go
import { volumeFinalizer } from "../../kinds/core/volume/storage-finalizers.ts";
import { persistentVolumes } from "../../kinds/kind-refs.ts";
import { type Controller, done } from "../runtime/controller.ts";
import { isHeldBy, release, toBeReleased } from "./release.ts";

export const volumeProtectionController: Controller = {
  name: "pv-protection",
  scope: "Cluster",
  watches: [toBeReleased(persistentVolumes, volumeFinalizer)],
  async reconcile(name, { client }) {
    const volume = await client.get(persistentVolumes, name);
    if (volume === undefined || !isHeldBy(volume, volumeFinalizer)) return done;
    if (volume.status?.phase !== "Bound") await release(client, persistentVolumes, volume, volumeFinalizer);
    return done;
  },
};
