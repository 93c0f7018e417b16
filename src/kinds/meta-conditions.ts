// Conditions of the shape that all newer kinds share (meta/v1 Condition).
// Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateConditions
import { duplicate, invalidValue, notSupported, required, tooLong } from "../apimachinery/field-error.ts";
import type { Condition } from "./facts/types.gen.ts";
import { checkNonNegative, checkQualifiedName, type Errors } from "./field-checks.ts";

const statuses = ["False", "True", "Unknown"];
const reasonForm = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
const reasonPattern = new RegExp(`^${reasonForm}$`);
const reasonLengthMax = 1024;
const messageLengthMax = 32 * 1024;

export function checkMetaConditions(errors: Errors, path: string, conditions: readonly Condition[] = []): void {
  const seen = new Set<string>();
  for (const [index, condition] of conditions.entries()) {
    const at = `${path}[${index}]`;
    if (seen.has(condition.type)) errors.push(duplicate(`${at}.type`, condition.type));
    seen.add(condition.type);
    checkMetaCondition(errors, at, condition);
  }
}

function checkMetaCondition(errors: Errors, path: string, condition: Condition): void {
  const { type, status, observedGeneration, lastTransitionTime, reason, message = "" } = condition;
  checkQualifiedName(errors, `${path}.type`, type);
  if (!statuses.includes(status)) errors.push(notSupported(`${path}.status`, status, statuses));
  checkNonNegative(errors, `${path}.observedGeneration`, observedGeneration);
  if (!lastTransitionTime) errors.push(required(`${path}.lastTransitionTime`));
  if (!reason) errors.push(required(`${path}.reason`));
  else if (reason.length > reasonLengthMax) errors.push(tooLong(`${path}.reason`, reasonLengthMax));
  else if (!reasonPattern.test(reason)) {
    const detail = `a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '${reasonForm}')`;
    errors.push(invalidValue(`${path}.reason`, reason, detail));
  }
  if (message.length > messageLengthMax) errors.push(tooLong(`${path}.message`, messageLengthMax));
}
