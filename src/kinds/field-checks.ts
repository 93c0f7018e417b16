// The checks that rules of many kinds are made of. Each appends what is wrong to `errors`, in upstream's words.
// Kubernetes: pkg/apis/core/validation/validation.go, staging/src/k8s.io/apimachinery/pkg/api/validation
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from "../apimachinery/field-error.ts";
import { isValidCidr, isValidIp } from "../apimachinery/ip-address.ts";
import {
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
  isValidPercent,
  isValidPortName,
  isValidPortNumber,
  type Messages,
} from "../apimachinery/names.ts";
import { semanticEqual } from "./semantic-equal.ts";

export type Errors = FieldError[];

export const negativeMessage = "must be greater than or equal to 0";
export const notPositiveMessage = "must be greater than 0";
export const immutableMessage = "field is immutable";
export const notIntegerMessage = "must be an integer";

/** One `Invalid value` for each message. */
export function checkMessages(errors: Errors, path: string, value: unknown, messages: Messages): void {
  for (const message of messages) errors.push(invalidValue(path, value, message));
}

/** A value that must be one of a few; none at all is told apart from a wrong one. */
export function checkOneOf(errors: Errors, path: string, value: unknown, supported: readonly string[]): void {
  if (value === undefined || value === "") errors.push(required(path));
  else if (!supported.includes(value as string)) errors.push(notSupported(path, value, supported));
}

/** As `checkOneOf` for a field that may be left out. */
export function checkOptionalOneOf(errors: Errors, path: string, value: unknown, supported: readonly string[]): void {
  if (value !== undefined && !supported.includes(value as string)) errors.push(notSupported(path, value, supported));
}

export function checkNonNegative(errors: Errors, path: string, value: number | undefined): void {
  if (value !== undefined && value < 0) errors.push(invalidValue(path, value, negativeMessage));
}

export function checkPositive(errors: Errors, path: string, value: number): void {
  if (value <= 0) errors.push(invalidValue(path, value, notPositiveMessage));
}

export function checkDns1123Label(errors: Errors, path: string, value = ""): void {
  checkMessages(errors, path, value, isDns1123Label(value));
}

export function checkDns1123Subdomain(errors: Errors, path: string, value = ""): void {
  checkMessages(errors, path, value, isDns1123Subdomain(value));
}

export function checkQualifiedName(errors: Errors, path: string, value = ""): void {
  checkMessages(errors, path, value, isQualifiedName(value));
}

export function checkLabelValue(errors: Errors, path: string, value = ""): void {
  checkMessages(errors, path, value, isLabelValue(value));
}

const none: ReadonlySet<string> = new Set();

/** Addresses as older fields take them: leading zeros and all. Values that stood before are let pass. */
export function checkIp(errors: Errors, path: string, value = "", stoodBefore: ReadonlySet<string> = none): void {
  if (!stoodBefore.has(value)) checkMessages(errors, path, value, isValidIp(value));
}

export function checkCidr(errors: Errors, path: string, value = "", stoodBefore: ReadonlySet<string> = none): void {
  if (!stoodBefore.has(value)) checkMessages(errors, path, value, isValidCidr(value));
}

/** A port by number, or by the name that a container gave it. */
export function checkPort(errors: Errors, path: string, port: number | string | undefined): void {
  if (typeof port === "string") checkMessages(errors, path, port, isValidPortName(port));
  else checkMessages(errors, path, port ?? 0, isValidPortNumber(port ?? 0));
}

export function checkImmutable(errors: Errors, path: string, value: unknown, old: unknown): void {
  if (!semanticEqual(value, old)) errors.push(invalidValue(path, value, immutableMessage));
}

/** Forbids each of `fields` that is set on `object`. */
export function checkUnset(
  errors: Errors,
  path: string,
  object: object,
  fields: readonly string[],
  detail: string,
): void {
  for (const field of fields) {
    if ((object as Record<string, unknown>)[field] !== undefined)
      errors.push(forbiddenField(`${path}.${field}`, detail));
  }
}

/** Kubernetes: pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent */
export function checkNumberOrPercent(errors: Errors, path: string, value: number | string): void {
  if (typeof value === "string") checkMessages(errors, path, value, isValidPercent(value));
  else checkNonNegative(errors, path, value);
}

/** Kubernetes: pkg/apis/apps/validation/validation.go IsNotMoreThan100Percent */
export function checkAtMost100Percent(errors: Errors, path: string, value: number | string): void {
  const percent = percentOf(value);
  if (percent !== undefined && percent > 100) errors.push(invalidValue(path, value, "must not be greater than 100%"));
}

function percentOf(value: number | string): number | undefined {
  return typeof value === "string" && isValidPercent(value).length === 0 ? Number.parseInt(value, 10) : undefined;
}

/** The number before a `%`, or the number itself; 0 when it is neither. */
export function numberOrPercentValue(value: number | string | undefined): number {
  if (typeof value === "number") return value;
  if (value === undefined) return 0;
  return percentOf(value) ?? (/^[+-]?\d+$/.test(value) ? Number.parseInt(value, 10) : 0);
}
