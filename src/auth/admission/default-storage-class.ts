// DefaultStorageClass: a claim that names no class gets the cluster's default one.
// Kubernetes: plugin/pkg/admission/storage/storageclass/setdefault/admission.go, pkg/volume/util GetDefaultClass
import type { PersistentVolumeClaim, StorageClass } from "../../kinds/facts/types.gen.ts";
import type { AdmissionHost, AdmissionStep } from "./step.ts";

const defaultAnnotation = "storageclass.kubernetes.io/is-default-class";
const betaAnnotation = "storageclass.beta.kubernetes.io/is-default-class";
/** The annotation that named a class before the field did. */
const classAnnotation = "volume.beta.kubernetes.io/storage-class";

export function defaultStorageClass(host: AdmissionHost): AdmissionStep {
  return {
    name: "DefaultStorageClass",
    mutate({ operation, kind, subresource, object }) {
      if (operation !== "CREATE" || kind.collection !== "persistentvolumeclaims" || subresource !== "") return;
      const claim = object as PersistentVolumeClaim | undefined;
      // "" is a choice too: no class at all.
      if (claim?.spec === undefined || claim.spec.storageClassName !== undefined) return;
      if (claim.metadata?.annotations?.[classAnnotation] !== undefined) return;
      const chosen = chosenDefault((host.facts()?.storageClasses ?? []) as readonly StorageClass[]);
      if (chosen !== undefined) claim.spec.storageClassName = chosen;
    },
  };
}

/** Of several defaults the newest, then the first by name. */
function chosenDefault(classes: readonly StorageClass[]): string | undefined {
  const defaults = classes.filter(({ metadata }) =>
    [defaultAnnotation, betaAnnotation].some((key) => metadata?.annotations?.[key] === "true"),
  );
  const [chosen] = defaults.sort((one, other) => {
    const [left, right] = [one.metadata?.creationTimestamp ?? "", other.metadata?.creationTimestamp ?? ""];
    if (left !== right) return left > right ? -1 : 1;
    return (one.metadata?.name ?? "") < (other.metadata?.name ?? "") ? -1 : 1;
  });
  return chosen?.metadata?.name;
}
