// StorageClass: how volumes are provisioned.
import { builtinKind } from "../builtin-kind.ts";

export const storageClass = builtinKind({
  group: "storage.k8s.io",
  version: "v1",
  kind: "StorageClass",
  plural: "storageclasses",
  shortNames: ["sc"],
  scope: "Cluster",
});
