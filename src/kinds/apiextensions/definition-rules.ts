// What a definition of a custom resource may say.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go

import { checkRules } from "../../apimachinery/cel/check-rules.ts";
import { invalidValue, required } from "../../apimachinery/field-error.ts";
import type { JsonObject } from "../../apimachinery/json.ts";
import { isDns1035Label, isDns1123Subdomain } from "../../apimachinery/names.ts";
import { schemaFromOpenApi } from "../../apimachinery/schema/custom-schema.ts";
import { customSchemaErrors } from "../../apimachinery/schema/custom-schema-errors.ts";
import { schemaOf } from "../facts/schema-of.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
} from "../facts/types.gen.ts";
import { checkImmutable, checkOneOf, type Errors } from "../field-checks.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { checkConversion } from "./conversion-rules.ts";
import { checkPrinterColumns, checkSelectableFields, checkSubresources } from "./version-rules.ts";

const approvalAnnotation = "api-approved.kubernetes.io";
const deprecationWarningLengthMax = 256;

/** Of a definition that says nothing: decoding makes none. */
const emptySpec: CustomResourceDefinitionSpec = { group: "", names: { kind: "", plural: "" }, scope: "", versions: [] };

export function validateDefinition(object: CustomResourceDefinition): Errors {
  const errors: Errors = [];
  checkName(errors, object);
  checkSpec(errors, object.spec ?? emptySpec, undefined);
  checkApproval(errors, object);
  return errors;
}

export function validateDefinitionUpdate(object: CustomResourceDefinition, old: CustomResourceDefinition): Errors {
  const errors: Errors = [];
  const { spec = emptySpec } = object;
  const { spec: before = emptySpec } = old;
  checkSpec(errors, spec, before);
  if (old.status?.conditions?.some(({ type, status }) => type === "Established" && status === "True")) {
    checkImmutable(errors, "spec.scope", spec.scope, before.scope);
    checkImmutable(errors, "spec.names.kind", spec.names?.kind, before.names?.kind);
  }
  checkImmutable(errors, "spec.group", spec.group, before.group);
  checkImmutable(errors, "spec.names.plural", spec.names?.plural, before.names?.plural);
  checkStoredVersions(errors, object);
  return errors;
}

export function validateDefinitionStatus(object: CustomResourceDefinition): Errors {
  const errors: Errors = [];
  checkNames(errors, "status.acceptedNames", object.status?.acceptedNames);
  checkStoredVersions(errors, object);
  return errors;
}

function checkStoredVersions(errors: Errors, { spec, status }: CustomResourceDefinition): void {
  const names = new Set((spec?.versions ?? []).map(({ name }) => name));
  (status?.storedVersions ?? []).forEach((version, index) => {
    if (!names.has(version)) {
      const detail = `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
      errors.push(invalidValue(`status.storedVersions[${index}]`, version, detail));
    }
  });
}

function checkName(errors: Errors, { metadata, spec }: CustomResourceDefinition): void {
  if (metadata?.name !== `${spec?.names?.plural ?? ""}.${spec?.group ?? ""}`) {
    const detail = 'must be spec.names.plural+"."+spec.group';
    errors.push(invalidValue("metadata.name", metadata?.name ?? "", detail));
  }
}

/** Groups of the community's domains are given out by its API review. */
function checkApproval(errors: Errors, { metadata, spec }: CustomResourceDefinition): void {
  const group = spec?.group ?? "";
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return;
  const path = `metadata.annotations[${approvalAnnotation}]`;
  const value = metadata?.annotations?.[approvalAnnotation] ?? "";
  const must = `protected groups must have approval annotation "${approvalAnnotation}"`;
  const see = "see https://github.com/kubernetes/enhancements/pull/1111";
  if (value === "") errors.push(required(path, `${must}, ${see}`));
  else if (!value.startsWith("unapproved") && !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(value)) {
    const detail = `${must} with either a URL or a reason starting with "unapproved", ${see}`;
    errors.push(invalidValue(path, value, detail));
  }
}

function checkSpec(
  errors: Errors,
  spec: CustomResourceDefinitionSpec,
  old: CustomResourceDefinitionSpec | undefined,
): void {
  checkGroup(errors, spec.group ?? "");
  checkOneOf(errors, "spec.scope", spec.scope, ["Cluster", "Namespaced"]);
  if (spec.preserveUnknownFields && !old?.preserveUnknownFields) {
    const detail =
      "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
    errors.push(invalidValue("spec.preserveUnknownFields", true, detail));
  }
  checkVersions(errors, spec.versions ?? [], old?.versions ?? []);
  for (const field of ["plural", "singular", "kind", "listKind"] as const) {
    if (!spec.names?.[field]) errors.push(required(`spec.names.${field}`));
  }
  checkNames(errors, "spec.names", spec.names);
  checkConversion(errors, "spec.conversion", spec.conversion);
}

function checkGroup(errors: Errors, group: string): void {
  const messages = isDns1123Subdomain(group);
  if (group === "") errors.push(required("spec.group"));
  else if (messages.length > 0) errors.push(invalidValue("spec.group", group, messages.join(",")));
  else if (!group.includes(".")) {
    errors.push(invalidValue("spec.group", group, "should be a domain with at least one dot"));
  }
}

function checkVersions(
  errors: Errors,
  versions: readonly CustomResourceDefinitionVersion[],
  old: readonly CustomResourceDefinitionVersion[],
): void {
  const before = new Map(old.map((version) => [version.name, version]));
  versions.forEach((version, index) => {
    checkVersion(errors, `spec.versions[${index}]`, version, before.get(version.name));
  });
  if (new Set(versions.map(({ name }) => name)).size < versions.length) {
    errors.push(invalidValue("spec.versions", versions, "must contain unique version names"));
  }
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalidValue("spec.versions", versions, "must have exactly one version marked as storage version"));
  }
}

/** Rules are only read in a schema that is otherwise sound. */
function schemaErrors(schema: JsonObject, path: string): Errors {
  const errors = customSchemaErrors(schema, path);
  return errors.length > 0 ? errors : checkRules(schemaFromOpenApi(schema, schemaOf("meta.v1.ObjectMeta")), path);
}

function checkVersion(
  errors: Errors,
  path: string,
  version: CustomResourceDefinitionVersion,
  old: CustomResourceDefinitionVersion | undefined,
): void {
  const messages = isDns1035Label(version.name ?? "");
  if (messages.length > 0) errors.push(invalidValue(`${path}.name`, version.name, messages.join(",")));
  if (version.deprecationWarning !== undefined) {
    checkDeprecationWarning(errors, `${path}.deprecationWarning`, version.deprecationWarning, version.deprecated);
  }
  const schema = version.schema?.openAPIV3Schema;
  if (schema === undefined) {
    errors.push(required(`${path}.schema.openAPIV3Schema`, "schemas are required"));
  } else if (!semanticEqual(schema, old?.schema?.openAPIV3Schema)) {
    // A schema of a megabyte is not looked through again when it stays.
    errors.push(...schemaErrors(schema as unknown as JsonObject, `${path}.schema.openAPIV3Schema`));
  }
  checkSubresources(errors, `${path}.subresources`, version.subresources);
  checkPrinterColumns(errors, `${path}.additionalPrinterColumns`, version.additionalPrinterColumns);
  if (version.selectableFields?.length) {
    const read = schemaFromOpenApi((schema ?? {}) as unknown as JsonObject, schemaOf("meta.v1.ObjectMeta"));
    checkSelectableFields(errors, `${path}.selectableFields`, version.selectableFields, read);
  }
}

function checkDeprecationWarning(errors: Errors, path: string, text: string, deprecated = false): void {
  if (!deprecated) errors.push(invalidValue(path, text, "can only be set for deprecated versions"));
  if (text.length > deprecationWarningLengthMax) {
    errors.push(invalidValue(path, text, `must be <= ${deprecationWarningLengthMax} characters long`));
  }
  if (text === "") errors.push(invalidValue(path, text, "must not be an empty string"));
}

function checkNames(errors: Errors, path: string, names: CustomResourceDefinitionNames | undefined): void {
  for (const field of ["plural", "singular"] as const) {
    const value = names?.[field];
    if (value) checkLabel(errors, `${path}.${field}`, value, value, "");
  }
  for (const field of ["kind", "listKind"] as const) {
    const value = names?.[field];
    const lead = "may have mixed case, but should otherwise match: ";
    if (value) checkLabel(errors, `${path}.${field}`, value, value.toLowerCase(), lead);
  }
  for (const field of ["shortNames", "categories"] as const) {
    (names?.[field] ?? []).forEach((value, index) => {
      checkLabel(errors, `${path}.${field}[${index}]`, value, value, "");
    });
  }
  if (names?.kind && names.kind === names.listKind) {
    errors.push(invalidValue(`${path}.listKind`, names.listKind, "kind and listKind may not be the same"));
  }
}

function checkLabel(errors: Errors, path: string, value: string, label: string, lead: string): void {
  const messages = isDns1035Label(label);
  if (messages.length > 0) errors.push(invalidValue(path, value, lead + messages.join(",")));
}
