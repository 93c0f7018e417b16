// RoleBinding: grants a Role or ClusterRole in a namespace.
import { builtinKind } from "../builtin-kind.ts";
import {
  bindingColumns,
  type RoleBindingLike,
  setBindingDefaults,
  validateBinding,
  validateBindingUpdate,
} from "./binding-rules.ts";

export const roleBinding = builtinKind<RoleBindingLike>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "RoleBinding",
  plural: "rolebindings",
  scope: "Namespaced",
  createsOnUpdate: true,
  nameRule: "path-segment",
  strategy: {
    setDefaults: setBindingDefaults,
    validateCreate: (object) => validateBinding(object, { namespaced: true }),
    validateUpdate: (object, old) => validateBindingUpdate(object, old, { namespaced: true }),
  },
  columns: bindingColumns,
});
