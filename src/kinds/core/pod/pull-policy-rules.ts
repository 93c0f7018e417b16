// When an image is fetched.
import { checkOneOf, type Errors } from "../../field-checks.ts";

const pullPolicies = ["Always", "IfNotPresent", "Never"];

export function checkPullPolicy(errors: Errors, path: string, policy: string | undefined): void {
  checkOneOf(errors, path, policy, pullPolicies);
}
