// ReplicationController: keeps a number of pods running (the older form of ReplicaSet).
import { builtinKind, replicaScale } from "../builtin-kind.ts";

export const replicationController = builtinKind({
  group: "",
  version: "v1",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  shortNames: ["rc"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
});
