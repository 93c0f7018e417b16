import { describe, expect, test } from "vitest";
import type { ValidatingAdmissionPolicy } from "../../../../kinds/facts/types.gen.ts";
import { compileValidatingPolicy } from "./compile-policy.ts";
import { judge } from "./judge.ts";

type Spec = NonNullable<ValidatingAdmissionPolicy["spec"]>;

const inputs = { object: { n: 3 }, oldObject: null };
const judged = (spec: Spec, left = 1_000_000) => judge(compileValidatingPolicy({ spec }), inputs, { left });
const exhausted = "validation failed due to running out of cost budget, no further validation rules will be run";

describe("a judgement", () => {
  test("tells every failure, by its place", () => {
    const expressions = ["object.n > 5", "object.n == 3", "object.nope == true"];
    const validations = expressions.map((expression) => ({ expression }));
    expect(judged({ validations }).failures).toEqual([
      { index: 0, message: "failed expression: object.n > 5", reason: "Invalid" },
      {
        index: 2,
        message: "expression 'object.nope == true' resulted in error: no such key: nope",
        reason: undefined,
      },
    ]);
  });

  test("ends where the budget of all policies does", () => {
    const validations = [{ expression: "object.n == 3" }, { expression: "object.n > 5" }];
    const whole = { left: 4 };
    const failures = judge(compileValidatingPolicy({ spec: { validations } }), inputs, whole).failures;
    expect(failures).toEqual([{ index: 0, message: exhausted, reason: undefined }]);
    expect(whole.left).toBeLessThan(0);
    expect(judged({ validations, failurePolicy: "Ignore" }, 4).failures).toEqual([]);
  });

  test("counts what conditions and annotations cost, too", () => {
    const spec: Spec = {
      matchConditions: [{ name: "c", expression: "object.n == 3" }],
      validations: [{ expression: "true" }],
      auditAnnotations: [{ key: "k", valueExpression: "string(object.n)" }],
    };
    const whole = { left: 100 };
    expect(judge(compileValidatingPolicy({ spec }), inputs, whole)).toEqual({
      failures: [],
      notes: [{ type: "note", key: "k", value: "3" }],
    });
    expect(whole.left).toBe(94);
    expect(judged(spec, 2).failures[0]?.message).toBe(exhausted);
    expect(judged(spec, 5)).toMatchObject({ failures: [], notes: [{ type: "error", message: exhausted }] });
  });
});
