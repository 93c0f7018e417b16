// What is wrong with an expression becomes an error of its field.
// Kubernetes: pkg/apis/admissionregistration/validation/validation.go convertCELErrorToValidationError
import type { Compilation } from "../../apimachinery/cel/surface.ts";
import { invalidValue } from "../../apimachinery/field-error.ts";
import type { Errors } from "../field-checks.ts";

export function checkCompiled(errors: Errors, path: string, expression: string, compilation: Compilation): void {
  if (compilation.type === "refused") errors.push(invalidValue(path, expression, compilation.message));
}
