// Deployment: declarative updates of ReplicaSets.
import { builtinKind, replicaScale } from "../builtin-kind.ts";

export const deployment = builtinKind({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  shortNames: ["deploy"],
  categories: ["all"],
  scope: "Namespaced",
  hasGeneration: true,
  subresources: { status: true, scale: replicaScale },
});
