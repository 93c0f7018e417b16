import { describe, expect, test } from "vitest";
import { compileCondition } from "./compile-condition.ts";
import type { Declarations, Variables } from "./surface.ts";
import { dynType } from "./type.ts";
import { type CelValue, ListValue } from "./value.ts";

const declarations: Declarations = { variables: { object: dynType } };
const object = { name: "a", count: 3, ratio: 1.5, tags: ["x", "y"], labels: { app: "web" }, text: "ü😀" };

function evaluate(expression: string, variables: Variables = { object }): unknown {
  const compilation = compileCondition(expression, declarations);
  if (compilation.type === "refused") return compilation.message;
  const outcome = compilation.program.evaluate(variables);
  return outcome.type === "error" ? `error: ${outcome.message}` : plain(outcome.value);
}

function plain(value: CelValue): unknown {
  if (!(value instanceof ListValue)) return value;
  return Array.from({ length: value.size }, (_, i) => plain(value.at(i)));
}

describe("expressions", () => {
  test.each([
    ["object.count + 1", 4n],
    ["object.count / 2 == 1 && object.ratio > 1", true],
    [
      "1 == 1.0",
      "compilation failed: ERROR: <input>:1:3: found no matching overload for '_==_' applied to '(int, double)'\n | 1 == 1.0\n | ..^",
    ],
    ["1 < 1.5 && 2u > 1", true],
    ["dyn(1) == 1u", true],
    ["9223372036854775807 + 1", "error: integer overflow"],
    ["-9223372036854775808", -9223372036854775808n],
    ["1 / 0", "error: division by zero"],
    ["1 / 0 > 0 || true", true],
    ["true || 1 / 0 > 0", true],
    ["false && 1 / 0 > 0", false],
    ["object.missing", "error: no such key: missing"],
    ["has(object.name) && !has(object.missing)", true],
    ["object.?missing.orValue('none')", "none"],
    ["object.?labels.app.orValue('none')", "web"],
    ["object[?'missing'].hasValue()", false],
    ["optional.of(1).optMap(x, x + 1).value()", 2n],
    ["optional.none().optMap(x, x + 1).hasValue()", false],
    ["[1, ?optional.of(2), ?optional.none()]", [1n, 2n]],
    ["{'a': 1, ?'b': optional.none()}.size()", 1n],
    ["object.tags.all(t, t in ['x', 'y'])", true],
    ["object.tags.exists(t, t == 'y')", true],
    ["object.tags.exists_one(t, t == 'y')", true],
    ["object.tags.map(t, t + '!')", ["x!", "y!"]],
    ["[1, 2, 3].map(n, n > 1, n * 2)", [4n, 6n]],
    ["[1, 2, 3].filter(n, n % 2 == 1)", [1n, 3n]],
    ["object.tags.all(i, t, i < 2)", true],
    ["object.labels.exists(k, v, k == 'app' && v == 'web')", true],
    ["[1, 2].transformList(i, v, i + v)", [1n, 3n]],
    ["{'a': 1}.transformMap(k, v, v + 1)['a']", 2n],
    ["[1, 0].exists(n, 1 / n > 0)", true],
    ["[0, 1].exists(n, 1 / n > 0)", true],
    ["[0, 1].all(n, 1 / n > 0)", "error: division by zero"],
    ["[0, 1].all(n, 1 / n > 5)", false],
    ["[0].map(n, 1 / n)", "error: division by zero"],
    ["object.text.size()", 2n],
    ["'a,b'.split(',')", ["a", "b"]],
    ["'%s is %d'.format([dyn('x'), 1])", "x is 1"],
    ["type(1) == int && type('a') == string", true],
    ["string(1.0) + string(1e21)", "11e+21"],
    ["duration('1h30m').getMinutes()", 90n],
    ["timestamp('2020-01-01T00:00:00Z').getFullYear()", 2020n],
    ["timestamp('2020-01-02T00:00:00Z') - timestamp('2020-01-01T00:00:00Z') == duration('24h')", true],
    ["'abc'.matches('^a.c$')", true],
    ["[3, 1, 2].isSorted()", false],
    ["[3, 1, 2].max() + [1, 2].sum()", 6n],
    ["sets.contains([1, 2], [2])", true],
    ["object.count > 1 ? 'many' : 'one'", "many"],
    ["!!true", true],
    [".object.name", "a"],
    ["object.name", "a"],
    ["{'__proto__': 1}['__proto__']", 1n],
  ])("%s", (expression, result) => {
    expect(evaluate(expression)).toEqual(result);
  });

  test.each([
    ["x", "1:1: undeclared reference to 'x' (in container '')"],
    ["foo(1)", "1:4: undeclared reference to 'foo' (in container '')"],
    ["1 + 'a'", "1:3: found no matching overload for '_+_' applied to '(int, string)'"],
    ["'a'.startsWith(1)", "1:15: found no matching overload for 'startsWith' applied to 'string.(int)'"],
    ["[1, 'a']", "1:5: expected type 'int' but found 'string'"],
    [
      "(1).all(x, true)",
      "1:2: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)",
    ],
    ["object. ", "Syntax error: no viable alternative"],
    ["1 +", "1:4: Syntax error: mismatched input '<EOF>' expecting"],
    ["for", "1:1: reserved identifier: for"],
    ["has(1)", "1:5: invalid argument to has() macro"],
    ["'a'.matches('(')", "1:13: invalid matches argument"],
    ["duration('x')", "1:10: invalid duration argument"],
    ["(".repeat(300), "expression recursion limit exceeded: 250"],
    [`1${"+1".repeat(300)}`, "max recursion depth exceeded"],
  ])("%s is refused", (expression, part) => {
    expect(evaluate(expression)).toContain(part);
  });

  test("a long chain of || is not deep", () => {
    expect(evaluate(`false${" || false".repeat(5000)}`)).toBe(false);
  });
});
