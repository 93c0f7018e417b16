// PersistentVolumeClaim: a request for storage.
import { builtinKind } from "../builtin-kind.ts";

export const persistentVolumeClaim = builtinKind({
  group: "",
  version: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  scope: "Namespaced",
  subresources: { status: true },
});
