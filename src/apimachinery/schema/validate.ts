// Checks a custom resource against its schema's value rules, with upstream's errors.
// Kubernetes: k8s.io/kube-openapi/pkg/validation/validate, and
// staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go
import { equalJson } from "../clone-json.ts";
import { type FieldError, invalidValue, notSupported, required, tooMany, typeInvalid } from "../field-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { fieldOf } from "../set-field.ts";
import { combinatorErrors } from "./combinators.ts";
import { nestingMax } from "./limits.ts";
import { formatErrors, numberErrors, stringErrors } from "./scalar-rules.ts";
import type { Schema } from "./schema.ts";

/**
 * Every error of a value. With `old`, what an update leaves as it was may stay as it is, even when a stricter schema
 * would no longer take it. Built-in parts (metadata) are checked elsewhere, save what the schema asks of them on top.
 */
export function validate(schema: Schema, value: Json, old?: Json): FieldError[] {
  return validateNode(schema, value, { path: "", depth: 0, old }).errors;
}

export interface Place {
  /** "" at the root, `spec.list[0].name`. */
  readonly path: string;
  readonly depth: number;
  /** What stood here before; undefined: nothing, or nobody knows. */
  readonly old: Json | undefined;
}

export interface Outcome {
  readonly errors: FieldError[];
  /** How many checks it passed: among alternatives that all fail, the one with the most is told of. */
  readonly matches: number;
}

/** One node's outcome, with all below it. */
export function validateNode(schema: Schema, value: Json, at: Place): Outcome {
  if (at.depth >= nestingMax) return { errors: [], matches: 0 };
  const outcome = schema.name === undefined ? allChecks(schema, value, at) : combinatorErrors(schema, value, at);
  if (outcome.errors.length > 0 && at.old !== undefined && equalJson(value, at.old)) {
    return { errors: [], matches: outcome.matches };
  }
  return outcome;
}

/** In upstream's order, counting as upstream counts. */
function allChecks(schema: Schema, value: Json, at: Place): Outcome {
  const errors: FieldError[] = [];
  let matches = 0;
  const run = (found: readonly FieldError[], own: number) => {
    errors.push(...found);
    matches += own;
  };
  const isTyped = schema.type !== undefined || schema.intOrString === true || schema.format !== undefined;
  const typeErrors = isTyped ? wrongType(schema, value, at.path) : [];
  if (value === null) {
    run(typeErrors, typeErrors.length === 0 ? 1 : 0);
    run(enumErrors(schema, value, at.path), 0);
    return { errors, matches };
  }
  if (isTyped) run(typeErrors, typeErrors.length === 0 ? 2 : 1);
  const combined = combinatorErrors(schema, value, at);
  run(combined.errors, combined.matches + 1);
  if (typeof value === "string") {
    run(stringErrors(schema, value, at.path), 1);
    if (schema.format !== undefined) run(formatErrors(schema.format, value, at.path), 1);
  } else if (typeof value === "number") run(numberErrors(schema, value, at.path), 2);
  else if (Array.isArray(value)) {
    const list = listOutcome(schema, value, at);
    run(list.errors, list.matches + 2);
  }
  run(enumErrors(schema, value, at.path), 1);
  if (typeof value === "object" && !Array.isArray(value)) {
    const object = objectOutcome(schema, value, at);
    run(object.errors, object.matches + 1);
  }
  return { errors, matches: matches + 1 };
}

/** The JSON type of a value, and the format that upstream takes it to be in. */
function kindOf(value: Json): { readonly type: string; readonly format: string } {
  if (value === null) return { type: "null", format: "" };
  if (Array.isArray(value)) return { type: "array", format: "" };
  if (typeof value === "number") {
    return Number.isInteger(value) ? { type: "integer", format: "int64" } : { type: "number", format: "float64" };
  }
  return { type: typeof value, format: "" };
}

function wrongType(schema: Schema, value: Json, path: string): FieldError[] {
  const expected = schema.intOrString === true ? ["integer", "string"] : schema.type === undefined ? [] : [schema.type];
  const { type, format } = kindOf(value);
  if (value === null) {
    return expected.length > 0 && schema.nullable !== true ? [mismatch(expected.join(","), "null", path)] : [];
  }
  const fits =
    (expected as string[]).includes(type) || (type === "integer" && (expected as string[]).includes("number"));
  const isText = typeof value === "string" || Array.isArray(value);
  if (!isText && schema.format !== undefined && !fits && format !== schema.format) {
    return [mismatch(schema.format, format, path)];
  }
  const isNumeric = (expected as string[]).some((one) => one === "number" || one === "integer");
  // A text that has a format is the format's business.
  if (!isNumeric && schema.format !== undefined && isText) return [];
  return fits ? [] : [mismatch(expected.join(","), type, path)];
}

function mismatch(expected: string, found: string, path: string): FieldError {
  return typeInvalid(path, found, `${path} in body must be of type ${expected}: ${JSON.stringify(found)}`);
}

function enumErrors(schema: Schema, value: Json, path: string): FieldError[] {
  if (schema.enum === undefined || schema.enum.some((one) => one !== null && equalJson(one, value))) return [];
  const allowed = schema.enum.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  return [notSupported(path, value, allowed)];
}

function listOutcome(schema: Schema, value: readonly Json[], at: Place): Outcome {
  const errors: FieldError[] = [];
  let matches = 0;
  const { items, rules } = schema;
  if (items !== undefined) {
    for (let i = 0; i < value.length; i++) {
      const old = Array.isArray(at.old) ? oldItem(schema, value[i] as Json, at.old, i) : undefined;
      const place = { path: `${at.path}[${i}]`, depth: at.depth + 1, old };
      const outcome = validateNode(items, value[i] as Json, place);
      errors.push(...outcome.errors);
      matches += outcome.matches;
    }
  }
  if (rules?.minItems !== undefined && value.length < rules.minItems) {
    errors.push(countError(at.path, value.length, `should have at least ${rules.minItems} items`));
  }
  if (rules?.maxItems !== undefined && value.length > rules.maxItems) {
    errors.push(tooMany(at.path, value.length, rules.maxItems));
  }
  if (rules?.uniqueItems === true && hasRepetition(value)) {
    errors.push(invalidValue(at.path, "", `${at.path} in body shouldn't contain duplicates`));
  }
  return { errors, matches };
}

function countError(path: string, count: number, rule: string): FieldError {
  return invalidValue(path, count, `${path} in body ${rule}`);
}

function hasRepetition(value: readonly Json[]): boolean {
  return value.some((one, i) => value.findIndex((other) => equalJson(one, other)) < i);
}

/** Items of maps are found again by their keys; those of other lists have no past of their own. */
function oldItem(schema: Schema, item: Json, old: readonly Json[], index: number): Json | undefined {
  if (schema.listType !== "map") return schema.listType === undefined ? old[index] : undefined;
  const keys = schema.listMapKeys ?? [];
  const field = (one: Json, key: string) =>
    typeof one === "object" && one !== null && !Array.isArray(one) ? fieldOf(one, key) : undefined;
  return old.find((one) => keys.every((key) => equalJson(field(one, key), field(item, key))));
}

function objectOutcome(schema: Schema, value: JsonObject, at: Place): Outcome {
  const { properties, rules } = schema;
  const names = Object.keys(value);
  if (rules?.minProperties !== undefined && names.length < rules.minProperties) {
    const rule = `should have at least ${rules.minProperties} properties`;
    return { errors: [countError(at.path, rules.minProperties, rule)], matches: 0 };
  }
  if (rules?.maxProperties !== undefined && names.length > rules.maxProperties) {
    return { errors: [tooMany(at.path, names.length, rules.maxProperties)], matches: 0 };
  }
  const errors: FieldError[] = [];
  let matches = 0;
  for (const name of names) {
    const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const child = own ?? (schema.additionalProperties === true ? undefined : schema.additionalProperties);
    if (child === undefined) continue;
    const before = typeof at.old === "object" && at.old !== null && !Array.isArray(at.old) ? at.old : {};
    const place = { path: childPath(at.path, name), depth: at.depth + 1, old: fieldOf(before, name) };
    const outcome = validateNode(child, value[name] as Json, place);
    errors.push(...outcome.errors);
    matches += outcome.matches;
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) errors.push(required(childPath(at.path, name)));
  }
  return { errors, matches };
}

function childPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
