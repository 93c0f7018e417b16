import { describe, expect, test } from "vitest";
import { findDuplicateFields, inTextOrder } from "./duplicate-fields.ts";

describe("findDuplicateFields", () => {
  test.each<[string, string[]]>([
    ['{"a":1,"b":1}', []],
    ['{"spec":{"replicas":1,"replicas":2,"replicas":3}}', ["spec.replicas"]],
    ['{"spec":{"ports":[{"name":"a"},{"name":"b","name":"c"}]}}', ["spec.ports[1].name"]],
    ['{"a":{"b":1},"c":{"b":1},"a":{}}', ["a"]],
    ['{"a":[[1,{"x":1,"x":2}]]}', ["a[0][1].x"]],
    ['{"a\\u0062":1,"ab":2}', ["ab"]],
    ['{"a":"b","b":"a"}', []],
    ['{"a":"{\\"b\\":1,\\"b\\":2}","c":"\\\\"}', []],
    ['{"":1,"":2}', [""]],
    ['{ "a" : 1 ,\n "a" : [ ] }', ["a"]],
    ["[]", []],
    ['"text"', []],
  ])("%s", (text, expected) => {
    expect(findDuplicateFields(text)).toEqual(expected);
  });

  test("a large object is not quadratic, and its one duplicate is found", () => {
    const fields = Array.from({ length: 20_000 }, (_, i) => `"key${i}":"v"`);
    expect(findDuplicateFields(`{"data":{${fields.join()},"key7":"w"}}`)).toEqual(["data.key7"]);
  });

  test("the same field over and over, far down, is told once and soon", () => {
    const [open, close] = ['{"a":{"a":1,'.repeat(200), "}}".repeat(200)];
    const text = `${open}${'"a":1,'.repeat(200_000)}"b":1${close}`;
    const begun = performance.now();
    expect(findDuplicateFields(text).length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test("text that is no JSON ends all the same", () => {
    for (const text of ["}}]]", '{"a', '{"a\\', "[{[{[{", ':::,,,"', '{"a":1,,"a"']) {
      expect(Array.isArray(findDuplicateFields(text))).toBe(true);
    }
  });
});

describe("inTextOrder", () => {
  test.each([
    ['{"spec":{"odd":1,"a":1,"a":2}}', ["spec.odd", "spec.a"]],
    ['{"spec":{"a":1,"a":2,"odd":1}}', ["spec.a", "spec.odd"]],
    ['{"spec":{"a":1,"odd":1,"a":2}}', ["spec.odd", "spec.a"]],
  ])("%s", (text, expected) => {
    expect(inTextOrder(text, { doubled: ["spec.a"], unknown: ["spec.odd"] })).toEqual(expected);
  });
});
