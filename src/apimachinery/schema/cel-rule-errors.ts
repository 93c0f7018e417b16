// The form of x-kubernetes-validations: what can be said of a rule without reading its expression.
// Kubernetes: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
import { type FieldError, invalidValue, notSupported, required } from "../field-error.ts";
import type { JsonObject } from "../json.ts";
import { fieldOf, isJsonObject } from "../set-field.ts";

const reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

export function celRuleErrors(schema: JsonObject, path: string): FieldError[] {
  const rules = fieldOf(schema, "x-kubernetes-validations");
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule, i) =>
    isJsonObject(rule) ? errorsOf(rule, `${path}.x-kubernetes-validations[${i}]`) : [],
  );
}

function errorsOf(rule: JsonObject, path: string): FieldError[] {
  const text = (name: string) => {
    const value = fieldOf(rule, name);
    return typeof value === "string" ? value : "";
  };
  const errors: FieldError[] = [];
  const [message, trimmed, expression] = [text("message"), text("message").trim(), text("rule").trim()];
  if (expression === "") errors.push(required(`${path}.rule`, "rule is not specified"));
  else if (message !== "" && trimmed === "") {
    errors.push(invalidValue(`${path}.message`, message, "message must be non-empty if specified"));
  } else if (hasLineBreak(trimmed)) {
    errors.push(invalidValue(`${path}.message`, message, "message must not contain line breaks"));
  } else if (hasLineBreak(expression) && trimmed === "") {
    errors.push(required(`${path}.message`, "message must be specified if rule contains line breaks"));
  }
  const messageExpression = text("messageExpression");
  if (messageExpression !== "" && messageExpression.trim() === "") {
    errors.push(required(`${path}.messageExpression`, "messageExpression must be non-empty if specified"));
  }
  const reason = fieldOf(rule, "reason");
  if (typeof reason === "string" && !reasons.includes(reason)) {
    errors.push(notSupported(`${path}.reason`, reason, reasons));
  }
  const fieldPath = text("fieldPath");
  if (fieldPath !== "" && fieldPath.trim() === "") {
    errors.push(invalidValue(`${path}.fieldPath`, fieldPath, "fieldPath must be non-empty if specified"));
  }
  if (hasLineBreak(fieldPath)) {
    errors.push(invalidValue(`${path}.fieldPath`, fieldPath, "fieldPath must not contain line breaks"));
  }
  return errors;
}

function hasLineBreak(text: string): boolean {
  return /[\n\r]/.test(text);
}
