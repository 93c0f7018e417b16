// Where a volume's file or folder may stand.
// Kubernetes: pkg/apis/core/validation/validation.go validateLocalDescendingPath, ValidateLocalNonReservedPath
import { invalidValue } from "../../../apimachinery/field-error.ts";
import type { Errors } from "../../field-checks.ts";

export const fileModeMessage = "must be a number between 0 and 0777 (octal), both inclusive";
const fileModeMax = 0o777;

export function checkFileMode(errors: Errors, path: string, mode: number | undefined): void {
  if (mode !== undefined && (mode < 0 || mode > fileModeMax)) errors.push(invalidValue(path, mode, fileModeMessage));
}

export function hasBacksteps(target: string): boolean {
  return target.split("/").includes("..");
}

export function checkNoBacksteps(errors: Errors, path: string, target: string): void {
  if (hasBacksteps(target)) errors.push(invalidValue(path, target, "must not contain '..'"));
}

/** A relative path that stays below where it starts. */
export function checkDescendingPath(errors: Errors, path: string, target: string): void {
  if (target.startsWith("/")) errors.push(invalidValue(path, target, "must be a relative path"));
  checkNoBacksteps(errors, path, target);
}

/** As `checkDescendingPath`; names that begin with two dots are the volume's own. */
export function checkLocalPath(errors: Errors, path: string, target: string): void {
  checkDescendingPath(errors, path, target);
  // `..` and `../x` are reported above already.
  if (target.startsWith("..") && !target.startsWith("../")) {
    errors.push(invalidValue(path, target, "must not start with '..'"));
  }
}
