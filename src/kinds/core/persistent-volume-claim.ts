// PersistentVolumeClaim: a request for storage.
import { forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { isQualifiedName } from "../../apimachinery/names.ts";
import { builtinKind } from "../builtin-kind.ts";
import { changesText } from "../changes-text.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../facts/types.gen.ts";
import { checkImmutable, checkMessages, type Errors, immutableMessage } from "../field-checks.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { checkClaimSpec } from "./claim-spec-rules.ts";
import { claimWarnings } from "./claim-warnings.ts";
import { setClaimDefaults } from "./persistent-volume-claim-defaults.ts";
import { compareAmounts } from "./resources/resource-amounts.ts";
import { isNativeResource } from "./resources/resource-names.ts";
import { checkBasicAmount } from "./resources/resource-rules.ts";
import { accessModesText, storageClassOf } from "./storage-cells.ts";

const betaClassAnnotation = "volume.beta.kubernetes.io/storage-class";
const resizeStates = [
  "ControllerResizeInProgress",
  "ControllerResizeInfeasible",
  "NodeResizeInProgress",
  "NodeResizeInfeasible",
  "NodeResizePending",
].sort();

export const persistentVolumeClaim = builtinKind<PersistentVolumeClaim>({
  group: "",
  version: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  scope: "Namespaced",
  answersDeleted: true,
  subresources: { status: true },
  strategy: {
    setDefaults: setClaimDefaults,
    warnings: claimWarnings,
    prepareForCreate: (object) => {
      object.status = { phase: "Pending" };
      if (object.spec !== undefined) mirrorDataSources(object.spec);
    },
    prepareForUpdate: (object) => {
      if (object.spec !== undefined) mirrorDataSources(object.spec);
    },
    validateCreate: validateClaim,
    validateUpdate: validateClaimUpdate,
    validateStatusUpdate: validateClaimStatus,
  },
  columns: [
    nameColumn,
    column<PersistentVolumeClaim>("Status", "string", ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined ? (status?.phase ?? "") : "Terminating",
    ),
    column<PersistentVolumeClaim>("Volume", "string", ({ spec }) => spec?.volumeName ?? ""),
    column<PersistentVolumeClaim>("Capacity", "string", ({ spec, status }) =>
      spec?.volumeName ? (status?.capacity?.["storage"] ?? "0") : "",
    ),
    column<PersistentVolumeClaim>("Access Modes", "string", ({ spec, status }) =>
      spec?.volumeName ? accessModesText(status?.accessModes) : "",
    ),
    column<PersistentVolumeClaim>("StorageClass", "string", storageClassOf),
    column<PersistentVolumeClaim>(
      "VolumeAttributesClass",
      "string",
      ({ spec }) => spec?.volumeAttributesClassName ?? "<unset>",
    ),
    ageColumn,
    wideColumn<PersistentVolumeClaim>("VolumeMode", "string", ({ spec }) => spec?.volumeMode ?? "<unset>"),
  ],
  selectableFields: { name: (object) => object.metadata?.name ?? "" },
});

/** Two names for where the data comes from. Kubernetes: pkg/api/persistentvolumeclaim/util.go NormalizeDataSources */
function mirrorDataSources(spec: PersistentVolumeClaimSpec): void {
  if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) spec.dataSourceRef = { ...spec.dataSource };
  else if (spec.dataSourceRef !== undefined && spec.dataSource === undefined && !spec.dataSourceRef.namespace) {
    const { namespace: _, ...source } = spec.dataSourceRef;
    spec.dataSource = source;
  }
}

function validateClaim({ spec = {} }: PersistentVolumeClaim): Errors {
  const errors: Errors = [];
  checkClaimSpec(errors, "spec", spec);
  return errors;
}

/** Kubernetes: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimUpdate */
function validateClaimUpdate(object: PersistentVolumeClaim, old: PersistentVolumeClaim): Errors {
  const errors = validateClaim(object);
  const spec = object.spec ?? {};
  const before = old.spec ?? {};
  const annotation = object.metadata?.annotations?.[betaClassAnnotation] ?? "";
  const oldAnnotation = old.metadata?.annotations?.[betaClassAnnotation] ?? "";
  const namesOldClass = spec.storageClassName !== undefined && spec.storageClassName === oldAnnotation;
  if (annotation !== oldAnnotation && !(annotation === "" && namesOldClass)) {
    errors.push(invalidValue(`metadata.annotations.${betaClassAnnotation}`, annotation, immutableMessage));
  }
  const masked = maskMutable(spec, before, oldAnnotation, object.status?.phase === "Bound");
  if (!semanticEqual(masked, before)) {
    const detail =
      "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    errors.push(forbiddenField("spec", `${detail}\n${changesText(before, masked)}`));
  }
  checkShrunk(errors, object, old);
  checkImmutable(errors, "volumeMode", spec.volumeMode, before.volumeMode);
  checkAttributesKept(errors, spec, old);
  return errors;
}

/** The new spec with what may change set back: the volume once, the class once, and a bound claim's size. */
function maskMutable(
  spec: PersistentVolumeClaimSpec,
  old: PersistentVolumeClaimSpec,
  oldAnnotation: string,
  bound: boolean,
): PersistentVolumeClaimSpec {
  const masked = { ...spec };
  const setBack = <Field extends keyof PersistentVolumeClaimSpec>(field: Field): void => {
    if (old[field] === undefined) delete masked[field];
    else masked[field] = old[field];
  };
  if (!old.volumeName) setBack("volumeName");
  const classUnset = old.storageClassName === undefined && spec.storageClassName !== undefined;
  if (classUnset && (oldAnnotation === "" || oldAnnotation === spec.storageClassName)) setBack("storageClassName");
  if (!bound) return masked;
  setBack("volumeAttributesClassName");
  const storage = old.resources?.requests?.["storage"];
  if (masked.resources?.requests !== undefined && storage !== undefined) {
    masked.resources = { ...masked.resources, requests: { ...masked.resources.requests, storage } };
  }
  return masked;
}

/** A claim may ask for less again, but not for less than it has. */
function checkShrunk(errors: Errors, object: PersistentVolumeClaim, old: PersistentVolumeClaim): void {
  const size = object.spec?.resources?.requests?.["storage"];
  if (compareAmounts(size, old.spec?.resources?.requests?.["storage"]) >= 0) return;
  if (compareAmounts(size, old.status?.capacity?.["storage"]) > 0) return;
  errors.push(forbiddenField("spec.resources.requests.storage", "field can not be less than status.capacity"));
}

function checkAttributesKept(errors: Errors, spec: PersistentVolumeClaimSpec, old: PersistentVolumeClaim): void {
  if (old.status?.currentVolumeAttributesClassName === undefined) return;
  if (spec.volumeAttributesClassName === old.spec?.volumeAttributesClassName) return;
  const what = spec.volumeAttributesClassName === undefined ? "nil" : "empty string";
  if (spec.volumeAttributesClassName) return;
  const detail = `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`;
  errors.push(forbiddenField("spec.volumeAttributesClassName", detail));
}

/** Kubernetes: ValidatePersistentVolumeClaimStatusUpdate */
function validateClaimStatus({ spec, status }: PersistentVolumeClaim): Errors {
  const errors: Errors = [];
  if ((spec?.accessModes ?? []).length === 0) errors.push(required("Spec.accessModes"));
  for (const [name, amount] of Object.entries(status?.capacity ?? {})) {
    checkBasicAmount(errors, `status.capacity[${name}]`, amount);
  }
  for (const [name, state] of Object.entries(status?.allocatedResourceStatuses ?? {})) {
    const at = "status.allocatedResourceStatuses";
    checkStorageName(errors, at, name);
    if (!resizeStates.includes(state)) errors.push(notSupported(at, name, resizeStates));
  }
  for (const [name, amount] of Object.entries(status?.allocatedResources ?? {})) {
    checkStorageName(errors, "status.allocatedResources", name);
    checkBasicAmount(errors, `status.allocatedResources[${name}]`, amount);
  }
  return errors;
}

function checkStorageName(errors: Errors, path: string, name: string): void {
  const messages = isQualifiedName(name);
  checkMessages(errors, path, name, messages);
  if (messages.length === 0 && isNativeResource(name) && name !== "storage") {
    errors.push(notSupported(path, name, ["storage"]));
  }
}
