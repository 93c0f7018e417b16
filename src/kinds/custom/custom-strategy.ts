// The rules of a custom resource's objects: those of their schema, and those that all custom resources share.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/{strategy,status_strategy,validator}.go
import { type FieldError, type FieldErrorType, invalidValue } from "../../apimachinery/field-error.ts";
import type { Json, JsonObject, KubeObject } from "../../apimachinery/json.ts";
import { applyDefaults } from "../../apimachinery/schema/apply-defaults.ts";
import { embeddedResourceErrors } from "../../apimachinery/schema/embedded-resources.ts";
import { listTypeErrors } from "../../apimachinery/schema/list-types.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";
import { validate } from "../../apimachinery/schema/validate.ts";
import type { ScalePaths, Strategy } from "../kind.ts";
import { celErrors } from "./cel-rules.ts";
import { valueAtPath } from "./simple-path.ts";

export interface CustomRules {
  readonly hasStatus: boolean;
  readonly scale: ScalePaths | undefined;
  /** Read when an object is: it may not be here yet when the kind is made. */
  schema(): Schema;
}

export function customStrategy({ hasStatus, scale, schema }: CustomRules): Strategy {
  const errorsOf = (object: KubeObject, old: KubeObject | undefined) => objectErrors(schema(), scale, object, old);
  return {
    setDefaults(object) {
      const filled = applyDefaults(schema(), object as JsonObject);
      if (filled !== (object as Json)) Object.assign(object, filled);
    },
    prepareForCreate(object) {
      if (hasStatus) delete object["status"];
    },
    prepareForStatusUpdate(object, old) {
      restoreMetadata(object, old);
    },
    validateCreate: (object) => errorsOf(object, undefined),
    validateUpdate: (object, old) => errorsOf(object, old),
    validateStatusUpdate: (object, old) => errorsOf(object, old),
  };
}

/** Unlike a built-in's, a custom resource's labels and annotations are not written with its status. */
function restoreMetadata(object: KubeObject, old: KubeObject): void {
  const managedFields = object.metadata?.managedFields;
  object.metadata = { ...old.metadata };
  if (managedFields === undefined) delete object.metadata.managedFields;
  else object.metadata.managedFields = managedFields;
}

/** With any of these a rule could stumble over what is told already. Kubernetes: strategy.go hasBlockingErr */
const blocking: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);

function objectErrors(
  schema: Schema,
  scale: ScalePaths | undefined,
  object: KubeObject,
  old: KubeObject | undefined,
): FieldError[] {
  const [value, before] = [object as unknown as Json, old as unknown as Json | undefined];
  const errors = [
    ...validate(schema, value, before),
    ...(scale === undefined ? [] : scaleErrors(scale, object)),
    ...embeddedResourceErrors(schema, value),
    ...listTypeErrors(schema, value, before),
  ];
  if (errors.some(({ type }) => blocking.has(type))) {
    if (schema.rules === undefined && !mayHaveRules(schema)) return errors;
    const detail =
      "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";
    return [...errors, invalidValue("", null, detail)];
  }
  return [...errors, ...celErrors(schema, value, before)];
}

const withRules = new WeakMap<Schema, boolean>();

/** Whether any part of a schema has rules to evaluate. */
function mayHaveRules(schema: Schema): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  withRules.set(schema, false);
  const { items, additionalProperties, properties, rules } = schema;
  const found =
    rules?.validations !== undefined ||
    (items !== undefined && mayHaveRules(items)) ||
    (typeof additionalProperties === "object" && mayHaveRules(additionalProperties)) ||
    Object.values(properties ?? {}).some((one) => one.name === undefined && mayHaveRules(one));
  withRules.set(schema, found);
  return found;
}

/** Kubernetes: validator.go ValidateScaleSpec, ValidateScaleStatus */
function scaleErrors({ specReplicas, statusReplicas, selector }: ScalePaths, object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const path of [specReplicas, statusReplicas]) {
    const value = valueAtPath(object, path);
    if (value === undefined || value === null) continue;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      errors.push(invalidValue(path, value, "should be an integer"));
    } else if (value < 0) errors.push(invalidValue(path, value, "should be a non-negative integer"));
    else if (value > 2 ** 31 - 1) errors.push(invalidValue(path, value, "should be less than or equal to 2147483647"));
  }
  const labels = selector === undefined ? undefined : valueAtPath(object, selector);
  if (labels !== undefined && labels !== null && typeof labels !== "string") {
    errors.push(invalidValue(selector as string, labels, "should be a string"));
  }
  return errors;
}
