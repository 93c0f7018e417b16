// ValidatingAdmissionPolicy: refuses objects on admission by CEL.
import { duplicate, invalidValue, required } from "../../apimachinery/field-error.ts";
import { builtinKind } from "../builtin-kind.ts";
import { ageColumn, column, nameColumn } from "../columns.ts";
import type { AuditAnnotation, ValidatingAdmissionPolicy, Validation } from "../facts/types.gen.ts";
import { checkOptionalOneOf, checkQualifiedName, type Errors } from "../field-checks.ts";
import type { PolicyExpressions, Purpose } from "./admission-expressions.ts";
import { checkCompiled } from "./check-compiled.ts";
import { paramKindColumn } from "./policy-columns.ts";
import { checkPolicySpec, setPolicyDefaults } from "./policy-rules.ts";
import { validatePolicyStatus } from "./policy-status-rules.ts";

const reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"];
const auditAnnotationsMax = 20;
const auditExpressionLengthMax = 5 * 1024;

export const validatingAdmissionPolicy = builtinKind<ValidatingAdmissionPolicy>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
  categories: ["api-extensions"],
  scope: "Cluster",
  needsResourceVersion: true,
  hasGeneration: true,
  subresources: { status: true },
  strategy: {
    setDefaults: setPolicyDefaults,
    validateCreate: validatePolicy,
    validateUpdate: validatePolicy,
    validateStatusUpdate: validatePolicyStatus,
  },
  columns: [
    nameColumn,
    column<ValidatingAdmissionPolicy>("Validations", "integer", ({ spec }) => (spec?.validations ?? []).length),
    paramKindColumn,
    ageColumn,
  ],
});

function validatePolicy({ metadata, spec }: ValidatingAdmissionPolicy): Errors {
  const errors: Errors = [];
  const expressions = checkPolicySpec(errors, spec);
  const validations = spec?.validations ?? [];
  const annotations = spec?.auditAnnotations ?? [];
  if (validations.length === 0 && annotations.length === 0) {
    const detail = "validations or auditAnnotations must contain at least one item";
    errors.push(required("spec.validations", detail), required("spec.auditAnnotations", detail));
  }
  validations.forEach((validation, index) => {
    checkValidation(errors, `spec.validations[${index}]`, validation, expressions);
  });
  if (annotations.length > auditAnnotationsMax) {
    const detail = `must not have more than ${auditAnnotationsMax} auditAnnotations`;
    errors.push(invalidValue("spec.auditAnnotations", annotations, detail));
  }
  const keys = new Set<string>();
  annotations.forEach((annotation, index) => {
    const path = `spec.auditAnnotations[${index}]`;
    checkAuditAnnotation(errors, path, annotation, metadata?.name ?? "");
    checkValueExpression(errors, `${path}.valueExpression`, annotation.valueExpression ?? "", expressions);
    if (keys.has(annotation.key)) errors.push(duplicate(`${path}.key`, annotation.key));
    keys.add(annotation.key);
  });
  return errors;
}

function checkValidation(errors: Errors, path: string, validation: Validation, expressions: PolicyExpressions): void {
  const { expression = "", message = "", messageExpression = "", reason } = validation;
  const compiled = (field: string, purpose: Purpose, text: string) =>
    checkCompiled(errors, `${path}.${field}`, text, expressions.compile(purpose, text));
  if (expression.trim() === "") errors.push(required(`${path}.expression`, "expression is not specified"));
  else compiled("expression", "condition", expression);
  if (messageExpression !== "" && messageExpression.trim() === "") {
    errors.push(invalidValue(`${path}.messageExpression`, messageExpression, "must be non-empty if specified"));
  } else if (messageExpression !== "") compiled("messageExpression", "message", messageExpression);
  if (message !== "" && message.trim() === "") {
    errors.push(invalidValue(`${path}.message`, message, "message must be non-empty if specified"));
  } else if (message.trim().includes("\n")) {
    errors.push(invalidValue(`${path}.message`, message, "message must not contain line breaks"));
  }
  checkOptionalOneOf(errors, `${path}.reason`, reason, reasons);
}

function checkAuditAnnotation(errors: Errors, path: string, { key = "" }: AuditAnnotation, policyName: string): void {
  // In the audit log it stands as NAME-OF-POLICY/KEY.
  if (policyName === "") errors.push(invalidValue(`${path}.key`, key, "requires metadata.name be non-empty"));
  else checkQualifiedName(errors, `${path}.key`, `${policyName}/${key}`);
}

function checkValueExpression(errors: Errors, path: string, given: string, expressions: PolicyExpressions): void {
  const expression = given.trim();
  if (expression === "") errors.push(required(path, "valueExpression is not specified"));
  else if (expression.length > auditExpressionLengthMax) {
    errors.push(required(path, `must not exceed ${auditExpressionLengthMax} bytes in length`));
  } else checkCompiled(errors, path, given, expressions.compile("annotation", expression));
}
