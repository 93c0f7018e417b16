// What must hold of a request beside its resource.
// Kubernetes: pkg/apis/admissionregistration/validation/validation.go validateMatchConditions
import { duplicate, required, tooMany } from "../../apimachinery/field-error.ts";
import type { MatchCondition } from "../facts/types.gen.ts";
import { checkQualifiedName, type Errors } from "../field-checks.ts";
import { compileMatchCondition } from "./admission-expressions.ts";
import { checkCompiled } from "./check-compiled.ts";

const matchConditionsMax = 64;

/** `hasParams`: the conditions are a policy's that has parameters. */
export function checkMatchConditions(
  errors: Errors,
  path: string,
  conditions: readonly MatchCondition[] = [],
  hasParams = false,
): void {
  if (conditions.length > matchConditionsMax) errors.push(tooMany(path, conditions.length, matchConditionsMax));
  const seen = new Set<string>();
  conditions.forEach(({ name = "", expression = "" }, index) => {
    const at = `${path}[${index}]`;
    const text = expression.trim();
    if (text === "") errors.push(required(`${at}.expression`));
    else checkCompiled(errors, `${at}.expression`, text, compileMatchCondition(text, hasParams));
    if (name === "") {
      errors.push(required(`${at}.name`));
      return;
    }
    checkQualifiedName(errors, `${at}.name`, name);
    if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
  });
}
