// What the status of a ValidatingAdmissionPolicy may say.
// Kubernetes: pkg/apis/admissionregistration/validation/validation.go validateValidatingAdmissionPolicyStatus
import { required } from "../../apimachinery/field-error.ts";
import type { ExpressionWarning, ValidatingAdmissionPolicy } from "../facts/types.gen.ts";
import type { Errors } from "../field-checks.ts";
import { checkMetaConditions } from "../meta-conditions.ts";

export function validatePolicyStatus({ status }: ValidatingAdmissionPolicy): Errors {
  const errors: Errors = [];
  for (const [index, warning] of (status?.typeChecking?.expressionWarnings ?? []).entries()) {
    checkWarning(errors, `status.typeChecking.expressionWarnings[${index}]`, warning);
  }
  checkMetaConditions(errors, "status.conditions", status?.conditions);
  return errors;
}

function checkWarning(errors: Errors, path: string, { warning, fieldRef }: ExpressionWarning): void {
  if (!warning) errors.push(required(`${path}.warning`));
  if (!fieldRef?.trim()) errors.push(required(`${path}.fieldRef`));
}
