// What must hold of a request beside its resource. The expressions are checked where they are run.
// Kubernetes: pkg/apis/admissionregistration/validation/validation.go validateMatchConditions
import { duplicate, required, tooMany } from "../../apimachinery/field-error.ts";
import type { MatchCondition } from "../facts/types.gen.ts";
import { checkQualifiedName, type Errors } from "../field-checks.ts";

const matchConditionsMax = 64;

export function checkMatchConditions(errors: Errors, path: string, conditions: readonly MatchCondition[] = []): void {
  if (conditions.length > matchConditionsMax) errors.push(tooMany(path, conditions.length, matchConditionsMax));
  const seen = new Set<string>();
  conditions.forEach(({ name = "", expression = "" }, index) => {
    const at = `${path}[${index}]`;
    if (expression.trim() === "") errors.push(required(`${at}.expression`));
    if (name === "") {
      errors.push(required(`${at}.name`));
      return;
    }
    checkQualifiedName(errors, `${at}.name`, name);
    if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
  });
}
