// Fields that no manager owns: what names an object, what it is, and what the server sets.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/stripmeta.go

export const unownedRootFields = ["apiVersion", "kind"] as const;

export const unownedMetadataFields = [
  "name",
  "namespace",
  "creationTimestamp",
  "selfLink",
  "uid",
  "clusterName",
  "generation",
  "managedFields",
  "resourceVersion",
] as const;
