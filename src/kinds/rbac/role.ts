// Role: a set of permissions in a namespace.
import { builtinKind } from "../builtin-kind.ts";

export const role = builtinKind({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "Role",
  plural: "roles",
  scope: "Namespaced",
  nameRule: "path-segment",
});
