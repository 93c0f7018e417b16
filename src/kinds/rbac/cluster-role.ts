// ClusterRole: a set of permissions, cluster-wide.
import { required } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { builtinKind } from "../builtin-kind.ts";
import type { ClusterRole } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { checkPolicyRules } from "./policy-rules.ts";

export const clusterRole = builtinKind<ClusterRole>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  scope: "Cluster",
  createsOnUpdate: true,
  nameRule: "path-segment",
  strategy: { validateCreate: validateClusterRole, validateUpdate: validateClusterRole },
});

/** Kubernetes: pkg/apis/rbac/validation/validation.go ValidateClusterRole */
function validateClusterRole({ rules, aggregationRule }: ClusterRole): Errors {
  const errors: Errors = [];
  checkPolicyRules(errors, rules, { namespaced: false });
  if (aggregationRule === undefined) return errors;
  const at = "aggregationRule.clusterRoleSelectors";
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) {
    errors.push(required(at, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
  }
  selectors.forEach((selector, index) => {
    errors.push(...validateLabelSelector(selector, `${at}[${index}]`));
  });
  return errors;
}
