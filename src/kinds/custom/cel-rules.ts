// The one place where custom resources meet CEL: x-kubernetes-validations of an object.
import type { FieldError } from "../../apimachinery/field-error.ts";
import type { Json } from "../../apimachinery/json.ts";
import type { Schema } from "../../apimachinery/schema/schema.ts";

/** What the rules say of `value`; with `old`, transition rules too. Rules are not evaluated yet: none speaks. */
export function celErrors(_schema: Schema, _value: Json, _old: Json | undefined): readonly FieldError[] {
  return [];
}
