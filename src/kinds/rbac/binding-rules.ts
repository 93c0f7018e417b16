// What RoleBindings and ClusterRoleBindings share: whom they bind, to which role, and how a table shows it.
// Kubernetes: pkg/apis/rbac/validation/validation.go ValidateRoleBinding, pkg/apis/rbac/v1/defaults.go
import { invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import type { KubeObject } from "../../apimachinery/json.ts";
import { isDns1123Subdomain, isPathSegmentName } from "../../apimachinery/names.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import type { RbacV1Subject, RoleRef } from "../facts/types.gen.ts";
import { checkMessages, type Errors } from "../field-checks.ts";
import type { Column } from "../kind.ts";
import { semanticEqual } from "../semantic-equal.ts";

const rbacGroup = "rbac.authorization.k8s.io";

export interface RoleBindingLike extends KubeObject {
  readonly subjects?: RbacV1Subject[];
  readonly roleRef?: RoleRef;
}

export function setBindingDefaults({ roleRef, subjects }: RoleBindingLike): void {
  if (roleRef !== undefined) roleRef.apiGroup ||= rbacGroup;
  for (const subject of subjects ?? []) {
    if (subject.kind === "User" || subject.kind === "Group") subject.apiGroup ||= rbacGroup;
  }
}

export function validateBinding(
  { roleRef, subjects }: RoleBindingLike,
  options: { readonly namespaced: boolean },
): Errors {
  const errors: Errors = [];
  if (roleRef?.apiGroup !== rbacGroup)
    errors.push(notSupported("roleRef.apiGroup", roleRef?.apiGroup ?? "", [rbacGroup]));
  const kinds = options.namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
  if (!kinds.includes(roleRef?.kind ?? "")) errors.push(notSupported("roleRef.kind", roleRef?.kind ?? "", kinds));
  if (!roleRef?.name) errors.push(required("roleRef.name"));
  else checkMessages(errors, "roleRef.name", roleRef.name, isPathSegmentName(roleRef.name));
  (subjects ?? []).forEach((subject, index) => {
    checkSubject(errors, `subjects[${index}]`, subject, options.namespaced);
  });
  return errors;
}

function checkSubject(errors: Errors, path: string, subject: RbacV1Subject, namespaced: boolean): void {
  const { kind, name, namespace, apiGroup = "" } = subject;
  if (!name) errors.push(required(`${path}.name`));
  switch (kind) {
    case "ServiceAccount":
      if (name) checkMessages(errors, `${path}.name`, name, isDns1123Subdomain(name));
      if (apiGroup !== "") errors.push(notSupported(`${path}.apiGroup`, apiGroup, [""]));
      if (!namespaced && !namespace) errors.push(required(`${path}.namespace`));
      return;
    case "User":
    case "Group":
      if (apiGroup !== rbacGroup) errors.push(notSupported(`${path}.apiGroup`, apiGroup, [rbacGroup]));
      return;
    default:
      errors.push(notSupported(`${path}.kind`, kind ?? "", ["ServiceAccount", "User", "Group"]));
  }
}

export function validateBindingUpdate(
  object: RoleBindingLike,
  old: RoleBindingLike,
  options: { readonly namespaced: boolean },
): Errors {
  const errors = validateBinding(object, options);
  if (!semanticEqual(object.roleRef, old.roleRef)) {
    errors.push(invalidValue("roleRef", object.roleRef, "cannot change roleRef"));
  }
  return errors;
}

export const bindingColumns: readonly Column[] = [
  nameColumn,
  column<RoleBindingLike>("Role", "string", ({ roleRef }) => `${roleRef?.kind ?? ""}/${roleRef?.name ?? ""}`),
  ageColumn,
  wideColumn<RoleBindingLike>("Users", "string", (object) => names(object, "User")),
  wideColumn<RoleBindingLike>("Groups", "string", (object) => names(object, "Group")),
  wideColumn<RoleBindingLike>("ServiceAccounts", "string", (object) => names(object, "ServiceAccount")),
];

function names({ subjects }: RoleBindingLike, kind: string): string {
  return (subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace }) => (kind === "ServiceAccount" ? `${namespace ?? ""}/${name}` : name))
    .join(", ");
}
