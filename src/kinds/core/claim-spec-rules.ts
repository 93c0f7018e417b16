// What a claim for storage may ask: of a claim, of a StatefulSet's template, of an ephemeral volume.
// Kubernetes: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec
import { forbiddenField, invalidValue, notSupported, required } from "../../apimachinery/field-error.ts";
import { validateLabelSelector } from "../../apimachinery/label-selector.ts";
import { isDns1123Label, isDns1123Subdomain } from "../../apimachinery/names.ts";
import { validateAnnotations, validateLabels } from "../../apimachinery/object-meta.ts";
import { parseQuantity } from "../../apimachinery/quantity.ts";
import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedObjectReference,
} from "../facts/types.gen.ts";
import { checkMessages, checkOptionalOneOf, type Errors, notPositiveMessage } from "../field-checks.ts";

export const accessModes: readonly string[] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
export const volumeModes: readonly string[] = ["Block", "Filesystem"];

/** An ephemeral volume's claim: of its metadata only labels and annotations mean something. */
export function checkClaimTemplate(errors: Errors, path: string, template: PersistentVolumeClaimTemplate): void {
  const { annotations = {}, labels = {}, ...others } = template.metadata ?? {};
  errors.push(...validateAnnotations(annotations, `${path}.metadata.annotations`));
  errors.push(...validateLabels(labels, `${path}.metadata.labels`));
  for (const field of Object.keys(others)) errors.push(forbiddenField(`${path}.metadata.${field}`, "cannot be set"));
  checkClaimSpec(errors, `${path}.spec`, template.spec ?? {});
}

export function checkClaimSpec(errors: Errors, path: string, spec: PersistentVolumeClaimSpec): void {
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required(`${path}.accessModes`, "at least 1 access mode is required"));
  errors.push(...validateLabelSelector(spec.selector, `${path}.selector`));
  checkAccessModes(errors, `${path}.accessModes`, modes);
  checkStorageRequest(errors, `${path}.resources[storage]`, spec.resources?.requests?.["storage"]);
  if (spec.storageClassName) {
    checkMessages(errors, `${path}.storageClassName`, spec.storageClassName, isDns1123Subdomain(spec.storageClassName));
  }
  checkOptionalOneOf(errors, `${path}.volumeMode`, spec.volumeMode, volumeModes);
  if (spec.dataSource !== undefined) checkDataSource(errors, `${path}.dataSource`, spec.dataSource);
  if (spec.dataSourceRef !== undefined) checkDataSource(errors, `${path}.dataSourceRef`, spec.dataSourceRef);
  checkDataSourcesAgree(errors, path, spec);
  const attributes = spec.volumeAttributesClassName;
  if (attributes) {
    checkMessages(errors, `${path}.volumeAttributesClassName`, attributes, isDns1123Subdomain(attributes));
  }
}

export function checkAccessModes(errors: Errors, path: string, modes: readonly string[]): void {
  for (const mode of modes) if (!accessModes.includes(mode)) errors.push(notSupported(path, mode, accessModes));
  const others = modes.filter((mode) => mode !== "ReadWriteOncePod" && accessModes.includes(mode));
  if (modes.includes("ReadWriteOncePod") && others.length > 0) {
    errors.push(forbiddenField(path, "may not use ReadWriteOncePod with other access modes"));
  }
}

function checkStorageRequest(errors: Errors, path: string, storage: string | undefined): void {
  if (storage === undefined) errors.push(required(path));
  else if (parseQuantity(storage).nano <= 0n) errors.push(invalidValue(path, storage, notPositiveMessage));
}

function checkDataSource(errors: Errors, path: string, source: TypedObjectReference): void {
  if (!source.name) errors.push(required(`${path}.name`));
  if (!source.kind) errors.push(required(`${path}.kind`));
  if (!source.apiGroup) {
    if (source.kind !== "PersistentVolumeClaim") {
      const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
      errors.push(invalidValue(path, source.kind ?? "", detail));
    }
  } else checkMessages(errors, `${path}.apiGroup`, source.apiGroup, isDns1123Subdomain(source.apiGroup));
  if (source.namespace) {
    checkMessages(errors, `${path}.namespace`, source.namespace, isDns1123Label(source.namespace));
  }
}

function checkDataSourcesAgree(errors: Errors, path: string, spec: PersistentVolumeClaimSpec): void {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource === undefined || dataSourceRef === undefined) return;
  const at = `${path}.dataSource`;
  if (dataSourceRef.namespace) {
    errors.push(invalidValue(path, at, "may not be specified when dataSourceRef.namespace is specified"));
  } else if (
    dataSource.apiGroup !== dataSourceRef.apiGroup ||
    dataSource.kind !== dataSourceRef.kind ||
    dataSource.name !== dataSourceRef.name
  ) {
    errors.push(invalidValue(path, at, "must match dataSourceRef"));
  }
}
