// Worst costs against the figures that upstream's TestCostEstimation expects.
import { describe, expect, test } from "vitest";
import type { Schema, SchemaRules } from "../schema/schema.ts";
import { checkRules } from "./check-rules.ts";
import { compileRule } from "./compile-rule.ts";

const scalar = (type: Schema["type"], format?: string, rules?: SchemaRules): Schema => ({
  ...(type === undefined ? {} : { type }),
  ...(format === undefined ? {} : { format }),
  ...(rules === undefined ? {} : { rules }),
});
const number = scalar("number");
const text = (maxLength?: number) => scalar("string", undefined, maxLength === undefined ? {} : { maxLength });
const listOf = (items: Schema, maxItems?: number): Schema => ({
  type: "array",
  items,
  rules: maxItems === undefined ? {} : { maxItems },
});
const mapOf = (additionalProperties: Schema, maxProperties?: number): Schema => ({
  type: "object",
  additionalProperties,
  rules: maxProperties === undefined ? {} : { maxProperties },
});
const dateTime = scalar("string", "date-time");
const duration = scalar("string", "duration");
const loose: Schema = { intOrString: true };

function costOf(schema: Schema, rule: string): number {
  const compiled = compileRule(schema, { rule });
  if (compiled.type === "refused") throw new Error(compiled.message);
  return compiled.rule.program.costMax;
}

describe("worst cost", () => {
  const every = "self.all(x, true)";
  test.each<readonly [string, (max?: number) => Schema, number, number, number]>([
    [every, (max) => listOf(number, max), 4718591, 10, 32],
    [every, (max) => listOf(text(), max), 3145727, 20, 62],
    [every, (max) => listOf(scalar("boolean"), max), 1887437, 5, 17],
    [every, (max) => listOf(listOf(number), max), 3145727, 100, 302],
    [every, (max) => mapOf(number, max), 1348169, 10, 32],
    ["has(self.x)", (max) => mapOf(number, max), 0, 100, 0],
    [every, (max) => mapOf(text(), max), 1179647, 3, 11],
    [every, (max) => mapOf(scalar("boolean"), max), 943718, 100, 302],
    ["self.contains('test')", text, 314574, 10, 5],
    ["self.startsWith('test')", text, 2, 15, 2],
    ['size(self + "hello") > size("hello")', text, 314578, 4, 7],
    ["self[1] == 0.0", (max) => listOf(number, max), 2, 5000, 2],
    ["self[1] == self[1]", (max) => listOf(text(), max), 314577, 8, 314577],
    ["self.all(x, self.all(y, true))", (max) => listOf(number, max), Number.NaN, 10, 352],
    ["self.all(x, self.all(y, self.all(z, true)))", (max) => listOf(number, max), Number.NaN, 10, 3552],
    ['self.matches("x")', text, 314574, 50, 22],
    ['"".matches("(((((((((())))))))))[0-9]")', text, 7, 10, 7],
    ['self.matches("")', text, 1, 100, 1],
    ["self['x'] == 0.0", (max) => mapOf(number, max), 2, 0, 2],
    ['self == "x"', text, 2, 0, 1],
    ["self.all(x, x == 0.0)", (max) => listOf(number, max), 6291454, 3 * 1024 * 2048, 25165826],
    [every, (max) => listOf(loose, max), 4718591, 10, 32],
    ["self[0] == 5", (max) => listOf(loose, max), 3, 10, 3],
    ["self[0] == false", (max) => listOf(scalar("boolean"), max), 2, 25, 2],
    ["self[0][0] == -1.0", (max) => listOf(listOf(number), max), 3, 51, 3],
    ["self.all(x, x.y == 25.2)", (max) => listOf(mapOf(number), max), 6291452, 12, 74],
    ["self[0].x > 2.0", (max) => listOf(mapOf(number), max), 4, 3000, 4],
    [every, (max) => listOf(duration, max), 2359295, 5, 17],
    ["self[0].getHours() == 2", (max) => listOf(duration, max), 4, 525, 4],
    [every, (max) => listOf(scalar("string", "date"), max), 725936, 15, 47],
    [every, (max) => listOf(dateTime, max), 428963, 25, 77],
    [every, (max) => mapOf(dateTime, max), 349526, 25, 77],
    ["self.find('[0-9]+') == ''", text, 629147, 10, 11],
    ["self.join(' ') == 'aa bb'", (max) => listOf(text(max), max), 329853068905, 10, 43],
    ["self.isSorted() == true", (max) => listOf(text(max), max), 329854432052, 10, 52],
    ["self.lowerAscii() == 'lower!'", text, 314575, 10, 6],
    ["oldSelf.size() == self.size()", (max) => mapOf(scalar("integer"), max), 5, 10, 5],
    ["self['a'] == self['b']", (max) => mapOf(dateTime, max), 8, 7, 8],
    ["self.contains('A')", (max) => ({ ...text(max), enum: ["A", "LongValue"] }), 2, 1000, 401],
  ])("%s", (rule, schema, free, max, bound) => {
    const found = costOf(schema(), rule);
    if (Number.isNaN(free)) expect(found).toBeGreaterThan(10_000_000);
    else expect(found).toBe(free);
    expect(costOf(schema(max), rule)).toBe(bound);
  });

  test("replace and split of fields", () => {
    const fields = (max?: number): Schema => ({
      type: "object",
      properties: { str: text(max), separator: text(max), before: text(2), after: text(4) },
    });
    const replaced = "self.str.replace(self.before, self.after) == 'does not matter'";
    expect([costOf(fields(), replaced), costOf(fields(4), replaced)]).toEqual([629154, 12]);
    const split = "self.str.split(self.separator) == []";
    expect([costOf(fields(), split), costOf(fields(10), split)]).toEqual([629160, 22]);
  });

  test("a rule that may cost too much is refused, as often as it may be evaluated", () => {
    const rule = "self.all(x, self.all(y, x == y))";
    const schema: Schema = {
      type: "object",
      properties: { list: { ...listOf(number), rules: { validations: [{ rule }] } } },
    };
    expect(checkRules(schema, "schema").map((error) => `${error.field}: ${error.body}`)).toEqual([
      "schema.properties[list].x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
      "schema.properties[list].x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema",
      "schema: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
    ]);
    const inner: Schema = { ...text(10), rules: { maxLength: 10, validations: [{ rule: "self.contains('x')" }] } };
    expect(checkRules({ type: "object", properties: { list: listOf(inner) } }, "schema")).toEqual([]);
    const deep = listOf(listOf(inner), 1000);
    expect(checkRules({ type: "object", properties: { list: deep } }, "schema").length).toBeGreaterThan(0);
  });
});
