// ReplicaSet: keeps a number of pods running.
import { builtinKind, replicaScale } from "../builtin-kind.ts";

export const replicaSet = builtinKind({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  shortNames: ["rs"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
});
