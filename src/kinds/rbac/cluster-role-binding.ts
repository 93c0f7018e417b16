// ClusterRoleBinding: grants a ClusterRole everywhere.
import { builtinKind } from "../builtin-kind.ts";
import {
  bindingColumns,
  type RoleBindingLike,
  setBindingDefaults,
  validateBinding,
  validateBindingUpdate,
} from "./binding-rules.ts";

export const clusterRoleBinding = builtinKind<RoleBindingLike>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  scope: "Cluster",
  createsOnUpdate: true,
  nameRule: "path-segment",
  strategy: {
    setDefaults: setBindingDefaults,
    validateCreate: (object) => validateBinding(object, { namespaced: false }),
    validateUpdate: (object, old) => validateBindingUpdate(object, old, { namespaced: false }),
  },
  columns: bindingColumns,
});
