// The one place where custom resources meet CEL: x-kubernetes-validations of an object.
import { evaluateRules } from "../../apimachinery/cel/evaluate-rules.ts";
import type { FieldError } from "../../apimachinery/field-error.ts";
import type { Json } from "../../apimachinery/json.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";

/** What the rules say of `value`, which its schema allows otherwise; with `old`, transition rules too. */
export function celErrors(schema: Schema, value: Json, old: Json | undefined): readonly FieldError[] {
  return evaluateRules(schema, value, old);
}
