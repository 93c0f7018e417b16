// PersistentVolume: a piece of storage of the cluster.
import { builtinKind } from "../builtin-kind.ts";

export const persistentVolume = builtinKind({
  group: "",
  version: "v1",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
  shortNames: ["pv"],
  scope: "Cluster",
  subresources: { status: true },
});
