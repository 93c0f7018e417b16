// What admission policies do with conditions: variables, parameters, mutations.
import { describe, expect, test } from "vitest";
import { admissionRequestType, jsonPatchType, namespaceType, patchObjectType } from "./admission-types.ts";
import { compileCondition } from "./compile-condition.ts";
import { LazyFields } from "./lazy-fields.ts";
import {
  type AuthorizationQuestion,
  AuthorizerValue,
  authorizerType,
  ResourceCheck,
  resourceCheckType,
} from "./library/authorizer.ts";
import type { Compilation, Declarations, Outcome, Variables } from "./surface.ts";
import { boolType, dynType, intType, listType, objectType } from "./type.ts";

const variables = {
  object: dynType,
  oldObject: dynType,
  request: admissionRequestType,
  namespaceObject: namespaceType,
};
const declarations: Declarations = { variables, returns: [boolType] };

function compiled(compilation: Compilation) {
  if (compilation.type === "refused") throw new Error(compilation.message);
  return compilation.program;
}

function evaluate(expression: string, values: Variables, declared = declarations): Outcome {
  return compiled(compileCondition(expression, declared)).evaluate(values);
}

const request = { operation: "CREATE", userInfo: { username: "me", groups: ["a"] }, dryRun: false };

describe("conditions", () => {
  test("see the request, the objects and the namespace", () => {
    const namespaceObject = { metadata: { labels: { env: "prod" } } };
    const values = { object: { spec: { replicas: 3 } }, oldObject: null, request, namespaceObject };
    const expression =
      "oldObject == null && object.spec.replicas <= 5 && 'a' in request.userInfo.groups && namespaceObject.metadata.labels['env'] == 'prod'";
    expect(evaluate(expression, values)).toMatchObject({ type: "value", value: true });
  });

  test("a wrong field of a known type is refused, as is an answer of another type", () => {
    expect(compileCondition("request.nope == ''", declarations)).toMatchObject({
      type: "refused",
      message: expect.stringContaining("undefined field 'nope'"),
    });
    expect(compileCondition("1", declarations)).toMatchObject({ message: "must evaluate to bool but got int" });
  });

  test("the same expression is compiled once", () => {
    expect(compileCondition("true", declarations)).toBe(compileCondition("true", declarations));
  });

  test("variables are computed once, when they are named, and their errors told", () => {
    let count = 0;
    const declared: Declarations = {
      variables: { variables: objectType("kubernetes.variables", { n: intType, bad: intType }) },
    };
    const fields = new LazyFields(
      new Map<string, () => Outcome>([
        ["n", () => ({ type: "value", value: BigInt(++count), cost: 1 })],
        ["bad", () => ({ type: "error", message: "division by zero", cost: 1, isOverBudget: false })],
      ]),
    );
    expect(evaluate("variables.n + variables.n == 2", { variables: fields }, declared)).toMatchObject({ value: true });
    expect(count).toBe(1);
    expect(evaluate("variables.bad > 1", { variables: fields }, declared)).toMatchObject({
      message: 'composited variable "bad" fails to evaluate: division by zero',
    });
    expect(compileCondition("variables.m", declared).type).toBe("refused");
  });

  test("what may be done to the request's own resource is a variable with a dot in its name", () => {
    const declared: Declarations = {
      variables: { authorizer: authorizerType, "authorizer.requestResource": resourceCheckType },
      returns: [boolType],
    };
    const asked: AuthorizationQuestion[] = [];
    const authorizer = new AuthorizerValue((question) => {
      asked.push(question);
      return { isAllowed: true, reason: "" };
    });
    const target = { group: "apps", resource: "deployments", subresource: "", namespace: "a", name: "d" };
    const values = { authorizer, "authorizer.requestResource": new ResourceCheck(authorizer, target) };
    const expression = "authorizer.requestResource.check('delete').allowed()";
    expect(evaluate(expression, values, declared)).toMatchObject({ type: "value", value: true });
    expect(asked).toEqual([{ type: "resource", verb: "delete", ...target }]);
    const shadowed = "[{'requestResource': 1}].all(authorizer, authorizer.requestResource == 1)";
    expect(evaluate(shadowed, values, declared)).toMatchObject({ type: "value", value: true });
  });

  test("a request's budget is shared", () => {
    const budget = { left: 100 };
    const program = compiled(compileCondition("[1, 2, 3].all(x, x > 0)", declarations));
    expect(program.evaluate({}, budget).type).toBe("value");
    expect(budget.left).toBeLessThan(80);
    for (let i = 0; i < 5; i++) program.evaluate({}, budget);
    expect(program.evaluate({}, budget)).toMatchObject({ type: "error", isOverBudget: true });
  });

  test("mutations answer objects or lists of patches", () => {
    const mutates: Declarations = { variables, returns: [patchObjectType()], mutation: {} };
    const choice = "object.n > 1 ? Object{spec: Object.spec{n: 1}} : Object{}";
    expect(evaluate(choice, { object: { n: 1 } }, mutates).type).toBe("value");
    expect(compileCondition("Object.spec{}", mutates).type).toBe("refused");
    const patches: Declarations = { variables, returns: [listType(jsonPatchType)], mutation: {} };
    expect(evaluate("[JSONPatch{op: 'test', path: '/a', value: 1}] + []", {}, patches).type).toBe("value");
    expect(compileCondition("[JSONPatch{op: 1}]", patches).type).toBe("refused");
    expect(compileCondition("Object{}", declarations)).toMatchObject({
      message: expect.stringContaining("undeclared reference to 'Object'"),
    });
  });
});
