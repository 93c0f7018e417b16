// Role: a set of permissions in a namespace.
import { builtinKind } from "../builtin-kind.ts";
import type { Role } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { checkPolicyRules } from "./policy-rules.ts";

export const role = builtinKind<Role>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "Role",
  plural: "roles",
  scope: "Namespaced",
  createsOnUpdate: true,
  nameRule: "path-segment",
  strategy: { validateCreate: validateRole, validateUpdate: validateRole },
});

function validateRole({ rules }: Role): Errors {
  const errors: Errors = [];
  checkPolicyRules(errors, rules, { namespaced: true });
  return errors;
}
