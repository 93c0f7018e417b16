// ClusterRole: a set of permissions, cluster-wide.
import { builtinKind } from "../builtin-kind.ts";

export const clusterRole = builtinKind({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  scope: "Cluster",
  nameRule: "path-segment",
});
