// CSIStorageCapacity: how much storage a class has where.
import { builtinKind } from "../builtin-kind.ts";

export const csiStorageCapacity = builtinKind({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIStorageCapacity",
  plural: "csistoragecapacities",
  scope: "Namespaced",
});
