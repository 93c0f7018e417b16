// PersistentVolumeClaimResize: a claim grows only when it is bound, by a class that allows it.
// Kubernetes: plugin/pkg/admission/storage/persistentvolume/resize/admission.go
import { compareQuantities, parseQuantity } from "../../apimachinery/quantity.ts";
import type { PersistentVolumeClaim, StorageClass } from "../../kinds/facts/types.gen.ts";
import { refused } from "./refused.ts";
import type { AdmissionHost, AdmissionStep } from "./step.ts";

/** The annotation that named a class before the field did, and still goes before it. */
const classAnnotation = "volume.beta.kubernetes.io/storage-class";

const unbound = "Only bound persistent volume claims can be expanded";
const unsupported =
  "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize";

export function claimResize(host: AdmissionHost): AdmissionStep {
  return {
    name: "PersistentVolumeClaimResize",
    validate(request) {
      const { operation, kind, subresource, object, old } = request;
      if (operation !== "UPDATE" || kind.collection !== "persistentvolumeclaims" || subresource !== "") return;
      const [claim, before] = [object as PersistentVolumeClaim, old as PersistentVolumeClaim];
      if (compareQuantities(sizeOf(claim), sizeOf(before)) <= 0) return;
      if (before.status?.phase !== "Bound") throw refused(request, unbound);
      const classes = (host.facts()?.storageClasses ?? []) as readonly StorageClass[];
      const name = classOf(claim);
      const found = classes.find(({ metadata }) => metadata?.name === name);
      if (name === "" || name !== classOf(before) || found?.allowVolumeExpansion !== true) {
        throw refused(request, unsupported);
      }
    },
  };
}

function sizeOf({ spec }: PersistentVolumeClaim) {
  return parseQuantity(spec?.resources?.requests?.["storage"] ?? "0");
}

function classOf({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata?.annotations?.[classAnnotation] ?? spec?.storageClassName ?? "";
}
