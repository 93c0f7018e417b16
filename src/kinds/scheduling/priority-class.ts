// PriorityClass: names a pod priority.
import { builtinKind } from "../builtin-kind.ts";

export const priorityClass = builtinKind({
  group: "scheduling.k8s.io",
  version: "v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  scope: "Cluster",
  hasGeneration: true,
});
