// ClusterRoleBinding: grants a ClusterRole everywhere.
import { builtinKind } from "../builtin-kind.ts";

export const clusterRoleBinding = builtinKind({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  scope: "Cluster",
  nameRule: "path-segment",
});
