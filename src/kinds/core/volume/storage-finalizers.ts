// What keeps storage from being deleted while it is used, by collection.
// Kubernetes: pkg/volume/util/finalizer.go

export const claimFinalizer = "kubernetes.io/pvc-protection";
export const volumeFinalizer = "kubernetes.io/pv-protection";
export const attributesFinalizer = "kubernetes.io/vac-protection";

export const storageFinalizers: Readonly<Record<string, string>> = {
  persistentvolumeclaims: claimFinalizer,
  persistentvolumes: volumeFinalizer,
  "volumeattributesclasses.storage.k8s.io": attributesFinalizer,
};
