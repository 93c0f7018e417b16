// The rules of `metadata`, the same for every kind.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go
import { byteLength } from "./byte-length.ts";
import type { FieldError } from "./field-error.ts";
import { forbiddenField, invalidValue, required, tooLong } from "./field-error.ts";
import { validateManager } from "./field-manager.ts";
import type { Json, ManagedFieldsEntry, ObjectMeta, OwnerReference } from "./json.ts";
import { annotationsBytesMax, subresourceNameBytesMax } from "./limits.ts";
import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isPathSegmentName,
  isPathSegmentPrefix,
  isQualifiedName,
  type Messages,
} from "./names.ts";

/** Judges a name; `prefix` when more characters will follow (generateName). */
export type NameRule = (name: string, prefix: boolean) => Messages;

/** The rules by the names that kinds call them. */
export const nameRules = {
  "dns-subdomain": (name: string, prefix: boolean) => isDns1123Subdomain(prefix ? maskTrailingDash(name) : name),
  "dns-label": (name: string, prefix: boolean) => isDns1123Label(prefix ? maskTrailingDash(name) : name),
  "dns-1035-label": (name: string, prefix: boolean) => isDns1035Label(prefix ? maskTrailingDash(name) : name),
  "path-segment": (name: string, prefix: boolean) => (prefix ? isPathSegmentPrefix(name) : isPathSegmentName(name)),
} as const satisfies Record<string, NameRule>;

export interface ObjectMetaOptions {
  readonly namespaced: boolean;
  readonly nameRule: keyof typeof nameRules | NameRule;
  /** Where the metadata stands: "metadata" unless it is a template's. */
  readonly path?: string;
}

export const finalizerOrphan = "orphan";
export const finalizerForeground = "foregroundDeletion";

/** A name being begun may end in a dash: what follows ends it. */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}

/** All that is wrong with the metadata of an object to be created; its name has been generated already. */
export function validateObjectMeta(meta: ObjectMeta, options: ObjectMetaOptions): FieldError[] {
  const path = options.path ?? "metadata";
  const rule = typeof options.nameRule === "function" ? options.nameRule : nameRules[options.nameRule];
  const errors: FieldError[] = [];
  if (meta.generateName) {
    pushInvalid(errors, `${path}.generateName`, meta.generateName, rule(meta.generateName, true));
  }
  if (!meta.name) errors.push(required(`${path}.name`, "name or generateName is required"));
  else pushInvalid(errors, `${path}.name`, meta.name, rule(meta.name, false));
  if (!options.namespaced) {
    if (meta.namespace) errors.push(forbiddenField(`${path}.namespace`, "not allowed on this type"));
  } else if (!meta.namespace) errors.push(required(`${path}.namespace`));
  else pushInvalid(errors, `${path}.namespace`, meta.namespace, isDns1123Label(meta.namespace));
  if ((meta.generation ?? 0) < 0) {
    errors.push(invalidValue(`${path}.generation`, meta.generation, "must be greater than or equal to 0"));
  }
  pushCommon(errors, meta, path);
  if (meta.finalizers !== undefined) errors.push(...validateFinalizers(meta.finalizers, `${path}.finalizers`));
  pushManagedFields(errors, meta, path);
  return errors;
}

/** All that is wrong with the metadata of an update. */
export function validateObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, path = "metadata"): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined) {
    errors.push(...validateNoNewFinalizers(meta.finalizers, old.finalizers, `${path}.finalizers`));
  }
  if (!meta.resourceVersion) {
    errors.push(invalidValue(`${path}.resourceVersion`, meta.resourceVersion ?? "", "must be specified for an update"));
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0)) {
    errors.push(invalidValue(`${path}.generation`, meta.generation ?? 0, "must not be decremented"));
  }
  pushImmutable(errors, `${path}.name`, meta.name ?? "", old.name ?? "");
  pushImmutable(errors, `${path}.namespace`, meta.namespace ?? "", old.namespace ?? "");
  pushImmutable(errors, `${path}.uid`, meta.uid ?? "", old.uid ?? "");
  pushImmutable(errors, `${path}.creationTimestamp`, meta.creationTimestamp, old.creationTimestamp);
  pushImmutable(errors, `${path}.deletionTimestamp`, meta.deletionTimestamp, old.deletionTimestamp);
  pushImmutable(
    errors,
    `${path}.deletionGracePeriodSeconds`,
    meta.deletionGracePeriodSeconds,
    old.deletionGracePeriodSeconds,
  );
  pushCommon(errors, meta, path);
  pushManagedFields(errors, meta, path);
  return errors;
}

/**
 * What an update may leave out and may not change, taken from the object as it stands. Changes `meta` in place.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/registry/rest/update.go BeforeUpdate
 */
export function carryOverObjectMeta(meta: ObjectMeta, old: ObjectMeta): void {
  delete meta.selfLink;
  if (!meta.uid && old.uid !== undefined) meta.uid = old.uid;
  if (old.creationTimestamp !== undefined) meta.creationTimestamp = old.creationTimestamp;
  if (old.deletionTimestamp !== undefined) meta.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined && meta.deletionGracePeriodSeconds === undefined) {
    meta.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds;
  }
}

function pushCommon(errors: FieldError[], meta: ObjectMeta, path: string): void {
  if (meta.labels !== undefined) errors.push(...validateLabels(meta.labels, `${path}.labels`));
  if (meta.annotations !== undefined) errors.push(...validateAnnotations(meta.annotations, `${path}.annotations`));
  if (meta.ownerReferences !== undefined) {
    errors.push(...validateOwnerReferences(meta.ownerReferences, `${path}.ownerReferences`));
  }
}

function pushManagedFields(errors: FieldError[], meta: ObjectMeta, path: string): void {
  if (meta.managedFields !== undefined)
    errors.push(...validateManagedFields(meta.managedFields, `${path}.managedFields`));
}

function pushInvalid(errors: FieldError[], field: string, value: string, messages: Messages): void {
  for (const message of messages) errors.push(invalidValue(field, value, message));
}

function pushImmutable(errors: FieldError[], field: string, value: Json | undefined, old: Json | undefined): void {
  if (value !== old) errors.push(invalidValue(field, value, "field is immutable"));
}

export function validateLabels(labels: Readonly<Record<string, string>>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key of Object.keys(labels)) {
    pushInvalid(errors, path, key, isQualifiedName(key));
    const value = labels[key] as string;
    pushInvalid(errors, path, value, isLabelValue(value));
  }
  return errors;
}

/** Annotations may hold anything, but not more than 256 KiB together; their keys may have capitals in the prefix. */
export function validateAnnotations(annotations: Readonly<Record<string, string>>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key of Object.keys(annotations)) {
    pushInvalid(errors, path, key, isQualifiedName(key.toLowerCase()));
    bytes += byteLength(key) + byteLength(annotations[key] as string);
  }
  if (bytes > annotationsBytesMax) errors.push(tooLong(path, annotationsBytesMax));
  return errors;
}

export function validateOwnerReferences(references: readonly OwnerReference[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const reference of references) {
    pushOwnerReference(errors, reference, path);
    if (reference.controller !== true) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (controller === undefined) controller = name;
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.push(invalidValue(path, references, detail));
    }
  }
  return errors;
}

function pushOwnerReference(errors: FieldError[], reference: OwnerReference, path: string): void {
  const apiVersion = reference.apiVersion ?? "";
  // "v1", "apps/v1"; anything with more slashes has no version.
  const parts = apiVersion.split("/");
  const version = parts.length <= 2 ? parts.at(-1) : "";
  if (!version) errors.push(invalidValue(`${path}.apiVersion`, apiVersion, "version must not be empty"));
  for (const field of ["kind", "name", "uid"] as const) {
    if (!reference[field]) errors.push(invalidValue(`${path}.${field}`, reference[field] ?? "", "must not be empty"));
  }
  if (apiVersion === "v1" && reference.kind === "Event") {
    errors.push(invalidValue(path, reference, "/v1, Kind=Event is disallowed from being an owner"));
  }
}

export function validateFinalizers(finalizers: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const finalizer of finalizers) pushInvalid(errors, path, finalizer, isQualifiedName(finalizer));
  if (finalizers.includes(finalizerOrphan) && finalizers.includes(finalizerForeground)) {
    const detail = `finalizer ${finalizerOrphan} and ${finalizerForeground} cannot be both set`;
    errors.push(invalidValue(path, finalizers, detail));
  }
  return errors;
}

function validateNoNewFinalizers(
  finalizers: readonly string[] | undefined,
  old: readonly string[] | undefined,
  path: string,
): FieldError[] {
  const added = [...new Set(finalizers ?? [])].filter((one) => !(old ?? []).includes(one)).sort();
  if (added.length === 0) return [];
  const list = `[]string{${added.map((one) => JSON.stringify(one)).join(", ")}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [forbiddenField(path, detail)];
}

// Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateManagedFields
export function validateManagedFields(entries: readonly ManagedFieldsEntry[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  entries.forEach((entry, index) => {
    const at = `${path}[${index}]`;
    if (entry.operation !== "Apply" && entry.operation !== "Update") {
      errors.push(invalidValue(`${at}.operation`, entry.operation ?? "", "must be `Apply` or `Update`"));
    }
    if (entry.fieldsType && entry.fieldsType !== "FieldsV1") {
      errors.push(invalidValue(`${at}.fieldsType`, entry.fieldsType, "must be `FieldsV1`"));
    }
    errors.push(...validateManager(entry.manager ?? "", `${at}.manager`));
    if (byteLength(entry.subresource ?? "") > subresourceNameBytesMax) {
      errors.push(tooLong(`${at}.subresource`, subresourceNameBytesMax));
    }
  });
  return errors;
}
