// ControllerRevision: an immutable snapshot of the state of a StatefulSet or DaemonSet.
import { required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { ControllerRevision } from "../facts/types.gen.ts";
import { checkImmutable, checkNonNegative, type Errors } from "../field-checks.ts";

export const controllerRevision = builtinKind<ControllerRevision>({
  group: "apps",
  version: "v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  scope: "Namespaced",
  strategy: { validateCreate: validateRevision, validateUpdate },
  columns: [
    nameColumn,
    column<ControllerRevision>("Controller", "string", controllerOf),
    column<ControllerRevision>("Revision", "string", (object) => object.revision ?? 0),
    ageColumn,
  ],
});

/** `statefulset.apps/web` */
function controllerOf({ metadata }: ControllerRevision): string {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
  if (owner === undefined) return "<none>";
  const { apiVersion = "", kind = "", name = "" } = owner;
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : `.${apiVersion.slice(0, slash)}`;
  return `${kind}${group}`.toLowerCase().concat("/", name);
}

/** Kubernetes: pkg/apis/apps/validation/validation.go ValidateControllerRevision */
function validateRevision(object: ControllerRevision): Errors {
  const errors: Errors = [];
  if (object.data === undefined) errors.push(required("data", "data is mandatory"));
  checkNonNegative(errors, "revision", object.revision);
  return errors;
}

function validateUpdate(object: ControllerRevision, old: ControllerRevision): Errors {
  const errors = validateRevision(object);
  checkImmutable(errors, "data", object.data, old.data);
  return errors;
}
