// What may be the name of a certificate signer: `domain/path`, as certificate requests and trust bundles refer to it.
// Kubernetes: pkg/apis/core/validation/names.go ValidateSignerName
import { invalidValue, required, tooLong } from "../apimachinery/field-error.ts";
import { isDns1123Label, isDns1123Subdomain } from "../apimachinery/names.ts";
import type { Errors } from "./field-checks.ts";

const lengthMax = 571;

export function checkSignerName(errors: Errors, path: string, name: string): void {
  if (name === "") {
    errors.push(required(path));
    return;
  }
  const segments = name.split("/");
  const [domain = "", signerPath = ""] = segments;
  if (segments.length !== 2) {
    errors.push(
      invalidValue(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"),
    );
    return;
  }
  for (const message of isDns1123Subdomain(domain)) {
    errors.push(invalidValue(path, name, `validating domain part: ${message}`));
  }
  if (domain.split(".").length < 2) {
    errors.push(invalidValue(path, name, "should be a domain with at least two segments separated by dots"));
  }
  for (const label of signerPath.split(".")) {
    for (const message of isDns1123Label(label)) {
      errors.push(invalidValue(path, name, `validating label ${JSON.stringify(label)}: ${message}`));
    }
  }
  if (name.length > lengthMax) errors.push(tooLong(path, lengthMax));
}
