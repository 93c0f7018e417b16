// ConfigMaps and Secrets that are marked `immutable`: their data stays as it is, and so does the mark.
import { forbiddenField } from "../../apimachinery/field-error.ts";
import type { Errors } from "../field-checks.ts";
import { semanticEqual } from "../semantic-equal.ts";

interface Sealable {
  readonly immutable?: boolean;
  readonly data?: Record<string, string>;
  readonly binaryData?: Record<string, string>;
}

export function checkSealed(
  errors: Errors,
  object: Sealable,
  old: Sealable,
  fields: readonly ("data" | "binaryData")[],
): void {
  if (!old.immutable) return;
  const detail = "field is immutable when `immutable` is set";
  if (!object.immutable) errors.push(forbiddenField("immutable", detail));
  for (const field of fields) {
    if (!semanticEqual(object[field], old[field])) errors.push(forbiddenField(field, detail));
  }
}
