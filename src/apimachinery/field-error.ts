// What is wrong with one field, in upstream's words.
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go

export type FieldErrorType =
  | "FieldValueNotFound"
  | "FieldValueRequired"
  | "FieldValueDuplicate"
  | "FieldValueInvalid"
  | "FieldValueNotSupported"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "FieldValueTypeInvalid"
  | "InternalError";

export interface FieldError {
  readonly type: FieldErrorType;
  /** A path like `spec.containers[0].image`. */
  readonly field: string;
  /** The message without the field: `Invalid value: -1: must be greater than or equal to 0`. */
  readonly body: string;
}

/** How a bad value is quoted: strings quoted, objects as JSON. */
function quote(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}

function withDetail(head: string, detail: string): string {
  return detail === "" ? head : `${head}: ${detail}`;
}

export function notFoundField(field: string, value: unknown): FieldError {
  return { type: "FieldValueNotFound", field, body: `Not found: ${quote(value)}` };
}
export function required(field: string, detail = ""): FieldError {
  return { type: "FieldValueRequired", field, body: withDetail("Required value", detail) };
}
export function duplicate(field: string, value: unknown): FieldError {
  return { type: "FieldValueDuplicate", field, body: `Duplicate value: ${quote(value)}` };
}
export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { type: "FieldValueInvalid", field, body: withDetail(`Invalid value: ${quote(value)}`, detail) };
}
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((one) => JSON.stringify(one)).join(", ");
  const detail = supported.length === 0 ? "" : `supported values: ${list}`;
  return { type: "FieldValueNotSupported", field, body: withDetail(`Unsupported value: ${quote(value)}`, detail) };
}
export function forbiddenField(field: string, detail: string): FieldError {
  return { type: "FieldValueForbidden", field, body: withDetail("Forbidden", detail) };
}
export function tooLong(field: string, bytesMax: number): FieldError {
  return { type: "FieldValueTooLong", field, body: `Too long: may not be more than ${bytesMax} bytes` };
}
export function tooMany(field: string, count: number, countMax: number): FieldError {
  return { type: "FieldValueTooMany", field, body: `Too many: ${count}: must have at most ${countMax} items` };
}
export function typeInvalid(field: string, value: unknown, detail: string): FieldError {
  return { type: "FieldValueTypeInvalid", field, body: withDetail(`Invalid value: ${quote(value)}`, detail) };
}
export function internalField(field: string, detail: string): FieldError {
  return { type: "InternalError", field, body: `Internal error: ${detail}` };
}

/** `spec.replicas: Invalid value: -1: must be ...` */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}
