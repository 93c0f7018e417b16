// RoleBinding: grants a Role or ClusterRole in a namespace.
import { builtinKind } from "../builtin-kind.ts";

export const roleBinding = builtinKind({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "RoleBinding",
  plural: "rolebindings",
  scope: "Namespaced",
  nameRule: "path-segment",
});
