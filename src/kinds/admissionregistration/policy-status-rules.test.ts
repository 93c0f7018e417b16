import { expect, test } from "vitest";
import { fieldErrorText } from "../../apimachinery/field-error.ts";
import { validatePolicyStatus } from "./policy-status-rules.ts";

const condition = {
  type: "Ready",
  status: "True",
  reason: "Told",
  message: "",
  lastTransitionTime: "2026-01-02T03:04:05Z",
};

test("a status that says what it should passes", () => {
  const expressionWarnings = [{ fieldRef: "spec.validations[0].expression", warning: "w" }];
  expect(validatePolicyStatus({ status: { typeChecking: { expressionWarnings }, conditions: [condition] } })).toEqual(
    [],
  );
  expect(validatePolicyStatus({})).toEqual([]);
});

test("warnings name a field, and conditions are whole", () => {
  const conditions = [
    { ...condition, status: "Maybe", reason: "no spaces" },
    { ...condition, reason: "", lastTransitionTime: "", observedGeneration: -1 },
  ];
  const expressionWarnings = [{ fieldRef: " ", warning: "" }];
  const errors = validatePolicyStatus({ status: { typeChecking: { expressionWarnings }, conditions } });
  expect(errors.map(fieldErrorText).map((text) => text.slice(0, 101))).toEqual([
    "status.typeChecking.expressionWarnings[0].warning: Required value",
    "status.typeChecking.expressionWarnings[0].fieldRef: Required value",
    'status.conditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"',
    'status.conditions[0].reason: Invalid value: "no spaces": a condition reason must start with alphabeti',
    'status.conditions[1].type: Duplicate value: "Ready"',
    "status.conditions[1].observedGeneration: Invalid value: -1: must be greater than or equal to 0",
    "status.conditions[1].lastTransitionTime: Required value",
    "status.conditions[1].reason: Required value",
  ]);
});
