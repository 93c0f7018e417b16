// What may be the name of a CSI driver.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateCSIDriverName
import { required, tooLong } from "../../../apimachinery/field-error.ts";
import { isDns1123Subdomain } from "../../../apimachinery/names.ts";
import { checkMessages, type Errors } from "../../field-checks.ts";

const lengthMax = 63;

export function checkCsiDriverName(errors: Errors, path: string, name: string | undefined): void {
  if (!name) {
    errors.push(required(path));
    return;
  }
  if (name.length > lengthMax) errors.push(tooLong(path, lengthMax));
  checkMessages(errors, path, name, isDns1123Subdomain(name.toLowerCase()));
}
