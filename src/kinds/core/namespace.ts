// Namespace: a scope for names.
import { invalidValue } from "../../apimachinery/field-error.ts";
import { isQualifiedName } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { Namespace } from "../facts/types.gen.ts";
import { checkMessages, type Errors } from "../field-checks.ts";

/** Holds a namespace back until everything in it is gone. */
export const namespaceFinalizer = "kubernetes";
export const namespaceNameLabel = "kubernetes.io/metadata.name";
const standardFinalizers: ReadonlySet<string> = new Set([namespaceFinalizer, "orphan", "foregroundDeletion"]);

export const namespace = builtinKind<Namespace>({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  scope: "Cluster",
  nameRule: "dns-label",
  verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  subresources: { status: true, others: ["finalize"] },
  strategy: {
    setDefaults: setNamespaceDefaults,
    prepareForCreate,
    prepareForUpdate: keepFinalizers,
    validateCreate: validateNamespace,
    validateStatusUpdate: validateNamespaceStatus,
  },
  deletion: { holds: isHeld, mark: markTerminating },
  columns: [nameColumn, column<Namespace>("Status", "string", (object) => object.status?.phase ?? ""), ageColumn],
  selectableFields: {
    "status.phase": (object) => object.status?.phase ?? "",
    name: (object) => object.metadata?.name ?? "",
  },
});

/** Every namespace can be selected by its name. Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_Namespace */
function setNamespaceDefaults(object: Namespace): void {
  const name = object.metadata?.name;
  if (object.metadata === undefined || !name) return;
  object.metadata.labels ??= {};
  object.metadata.labels[namespaceNameLabel] = name;
}

/** Kubernetes: pkg/registry/core/namespace/strategy.go */
function prepareForCreate(object: Namespace): void {
  object.status = { phase: "Active" };
  object.spec ??= {};
  object.spec.finalizers ??= [];
  if (!object.spec.finalizers.includes(namespaceFinalizer)) object.spec.finalizers.push(namespaceFinalizer);
}

/** Only the `finalize` subresource lets go of a namespace. */
function keepFinalizers(object: Namespace, old: Namespace): void {
  object.spec ??= {};
  if (old.spec?.finalizers === undefined) delete object.spec.finalizers;
  else object.spec.finalizers = old.spec.finalizers;
}

function isHeld(object: Namespace): boolean {
  return (object.spec?.finalizers ?? []).length > 0;
}

/** Kubernetes: pkg/registry/core/namespace/storage/storage.go Delete */
function markTerminating(object: Namespace): void {
  object.status = { ...object.status, phase: "Terminating" };
}

function validateNamespace(object: Namespace): Errors {
  const errors: Errors = [];
  for (const finalizer of object.spec?.finalizers ?? []) checkFinalizer(errors, "spec.finalizers", finalizer);
  return errors;
}

/** What the `finalize` subresource is sent. Kubernetes: ValidateNamespaceFinalizeUpdate */
export function validateNamespaceFinalize(object: Namespace): Errors {
  const errors: Errors = [];
  (object.spec?.finalizers ?? []).forEach((finalizer, index) => {
    checkFinalizer(errors, `spec.finalizers[${index}]`, finalizer);
  });
  return errors;
}

function checkFinalizer(errors: Errors, path: string, finalizer: string): void {
  checkMessages(errors, path, finalizer, isQualifiedName(finalizer));
  if (!finalizer.includes("/") && !standardFinalizers.has(finalizer)) {
    const detail = "name is neither a standard finalizer name nor is it fully qualified";
    errors.push(invalidValue(path, finalizer, detail));
  }
}

/** The phase follows the deletion, nothing else. */
function validateNamespaceStatus(object: Namespace): Errors {
  const phase = object.status?.phase ?? "";
  if (object.metadata?.deletionTimestamp === undefined) {
    if (phase === "Active") return [];
    return [invalidValue("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  if (phase === "Terminating") return [];
  return [invalidValue("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
}
