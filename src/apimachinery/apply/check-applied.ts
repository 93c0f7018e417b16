// Whether an applied configuration fits its schema: unlike other writes, apply refuses unknown fields always.
// Kubernetes: sigs.k8s.io/structured-merge-diff typed/validate.go
import { goText } from "../go-text.ts";
import type { Json, JsonObject } from "../json.ts";
import { appliedProblemsMax } from "../limits.ts";
import type { Schema } from "../schema/schema.ts";
import { isJsonObject } from "../set-field.ts";
import { elementOf } from "./list-elements.ts";
import { elementText, PathElementError } from "./path-element.ts";
import { declaredField, itemsOf, keysOf, relationOf, relationOfValue } from "./relation.ts";

/** `.spec.foo: field not declared in schema` for each problem; none: it fits. */
export function problemsOfApplied(applied: JsonObject, schema: Schema): string[] {
  const problems: string[] = [];
  check(applied, schema, "", problems);
  return problems;
}

/** All problems as one message. */
export function problemsText(problems: readonly string[]): string {
  return problems.length === 1 ? (problems[0] as string) : ["errors:", ...problems.map((one) => `  ${one}`)].join("\n");
}

function check(value: Json, schema: Schema, path: string, problems: string[]): void {
  if (value === null || problems.length >= appliedProblemsMax) return;
  const type = schema.intOrString === true ? undefined : schema.type;
  if (type === "object") checkMap(value, schema, path, problems);
  else if (type === "array") checkList(value, schema, path, problems);
  else if (type !== undefined) {
    const wanted = scalarProblem(value, schema);
    if (wanted !== undefined) problems.push(`${path}: expected ${wanted}, got &{${goText(value)}}`);
  } else if (relationOfValue(schema, value) === "map") checkMap(value, schema, path, problems);
}

/** Also where a custom resource's schema does not say so. */
const everyObjectHas = ["apiVersion", "kind", "metadata"];

function scalarProblem(value: Json, schema: Schema): string | undefined {
  switch (schema.type) {
    case "string":
      // Quantities and numbers-or-names are texts that may be written as numbers.
      if (typeof value === "string") return undefined;
      return typeof value === "number" && (schema.format === "quantity" || schema.format === "int-or-string")
        ? undefined
        : "string";
    case "integer":
    case "number":
      return typeof value === "number" ? undefined : "numeric (int or float)";
    case "boolean":
      return typeof value === "boolean" ? undefined : "boolean";
    default:
      return undefined;
  }
}

function checkMap(value: Json, schema: Schema, path: string, problems: string[]): void {
  if (!isJsonObject(value)) {
    problems.push(`${path}: expected map, got &{${goText(value)}}`);
    return;
  }
  for (const key of Object.keys(value)) {
    const field = declaredField(schema, key);
    if (field === undefined && path === "" && everyObjectHas.includes(key)) continue;
    if (field === undefined) problems.push(`${path}.${key}: field not declared in schema`);
    else check(value[key] as Json, field, `${path}.${key}`, problems);
  }
}

function checkList(value: Json, schema: Schema, path: string, problems: string[]): void {
  if (!Array.isArray(value)) {
    problems.push(`${path}: expected list, got &{${goText(value)}}`);
    return;
  }
  const relation = relationOf(schema);
  const isKeyed = relation === "set" || (relation === "keyed" && keysOf(schema).length > 0);
  const items = itemsOf(schema);
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    if (problems.length >= appliedProblemsMax) return;
    if (!isKeyed) {
      check(item, items, `${path}[${index}]`, problems);
      continue;
    }
    const element = elementOrProblem(item, schema);
    if (typeof element !== "string") problems.push(`${path}: element ${index}: ${element.problem}`);
    else {
      const text = elementText(element);
      if (seen.has(element)) problems.push(`${path}: duplicate entries for key ${text}`);
      seen.add(element);
      check(item, items, `${path}${text}`, problems);
    }
  }
}

function elementOrProblem(item: Json, schema: Schema): string | { readonly problem: string } {
  try {
    return elementOf(item, schema);
  } catch (error) {
    if (error instanceof PathElementError) return { problem: error.message };
    throw error;
  }
}
