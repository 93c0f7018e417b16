// The rules of numbers and texts: bounds, lengths, patterns, formats.
// Kubernetes: k8s.io/kube-openapi/pkg/validation/validate/values.go
import { type FieldError, invalidValue, tooLong, typeInvalid } from "../field-error.ts";
import { hasFormat } from "./formats.ts";
import { compilePattern } from "./pattern.ts";
import type { Schema } from "./schema.ts";

/** The first rule that a text breaks. Lengths count code points. */
export function stringErrors({ rules }: Schema, value: string, path: string): FieldError[] {
  if (rules === undefined) return [];
  const { maxLength, minLength, pattern } = rules;
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength) {
    return [tooLong(path, maxLength)];
  }
  if (minLength !== undefined && lengthOf(value) < minLength) {
    return [invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`)];
  }
  if (pattern === undefined) return [];
  const compiled = compilePattern(pattern);
  if (compiled.type === "compiled" && compiled.matches(value)) return [];
  const told = compiled.type === "compiled" ? pattern : `${pattern}, but pattern is invalid: ${compiled.message}`;
  return [invalidValue(path, value, `${path} in body should match '${told}'`)];
}

function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length++;
  return length;
}

export function formatErrors(format: string, value: string, path: string): FieldError[] {
  if (hasFormat(format, value)) return [];
  return [typeInvalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`)];
}

const int32Max = 2 ** 31;
const int64Max = 2 ** 63;

export function numberErrors({ type, format, rules }: Schema, value: number, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (type === "integer") {
    const limit = format === "int32" ? int32Max : int64Max;
    if (value >= limit || value < -limit) {
      const named = format === undefined ? "(default format)" : `with format ${format}`;
      errors.push(invalidValue("<nil>", "", `Checked value must be of type integer ${named} in ${path}`));
    }
  }
  if (rules === undefined) return errors;
  const { multipleOf, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = rules;
  const fails = (rule: string) => errors.push(invalidValue(path, value, `${path} in body should be ${rule}`));
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) fails(`a multiple of ${multipleOf}`);
  if (minimum !== undefined) {
    if (exclusiveMinimum === true && value <= minimum) fails(`greater than ${minimum}`);
    else if (value < minimum) fails(`greater than or equal to ${minimum}`);
  }
  if (maximum !== undefined) {
    if (exclusiveMaximum === true && value >= maximum) fails(`less than ${maximum}`);
    else if (value > maximum) fails(`less than or equal to ${maximum}`);
  }
  return errors;
}

/** 0.3 is a multiple of 0.1, whatever floating point says. */
function isMultiple(value: number, factor: number): boolean {
  if (factor <= 0) return false;
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}
