// StatefulSet: pods with stable names and storage.
import { builtinKind, replicaScale } from "../builtin-kind.ts";

export const statefulSet = builtinKind({
  group: "apps",
  version: "v1",
  kind: "StatefulSet",
  plural: "statefulsets",
  shortNames: ["sts"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
});
