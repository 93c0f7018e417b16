// PriorityLevelConfiguration: how many requests of a priority level are served at once.
import { builtinKind } from "../builtin-kind.ts";

export const priorityLevelConfiguration = builtinKind({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "PriorityLevelConfiguration",
  plural: "prioritylevelconfigurations",
  scope: "Cluster",
  hasGeneration: true,
  subresources: { status: true },
});
