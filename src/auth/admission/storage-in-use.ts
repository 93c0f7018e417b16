// StorageObjectInUseProtection: claims, volumes and volume attributes that are used wait with their deletion. Controllers
// take the finalizer away once nobody uses them (src/controllers/storage-protection).
// Kubernetes: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go
import { storageFinalizers } from "../../kinds/core/volume/storage-finalizers.ts";
import { mapValue } from "../../kinds/map-value.ts";
import type { AdmissionStep } from "./step.ts";

export const storageInUse: AdmissionStep = {
  name: "StorageObjectInUseProtection",
  mutate({ operation, kind, subresource, object }) {
    if (operation !== "CREATE" || subresource !== "" || object === undefined) return;
    const finalizer = mapValue<string>(storageFinalizers, kind.collection);
    if (finalizer === undefined) return;
    const { finalizers = [] } = object.metadata ?? {};
    if (!finalizers.includes(finalizer))
      object.metadata = { ...object.metadata, finalizers: [...finalizers, finalizer] };
  },
};
