import { describe, expect, test } from "vitest";
import { escapeName, unescapeName } from "./escape.ts";

describe("property names in expressions", () => {
  test.each([
    ["plain", "plain"],
    ["a.b", "a__dot__b"],
    ["a-b/c", "a__dash__b__slash__c"],
    ["a__b", "a__underscores__b"],
    ["__dot__", "__underscores__dot__underscores__"],
    ["namespace", "__namespace__"],
    ["_a", "_a"],
  ])("%s is %s", (name, identifier) => {
    expect(escapeName(name)).toBe(identifier);
    expect(unescapeName(identifier)).toBe(name);
  });

  test("what can be no identifier has none, and what is not escaped fully is none", () => {
    expect(["1a", "a b", "", "ü"].map(escapeName)).toEqual([undefined, undefined, undefined, undefined]);
    expect(["if", "a__b", "__nope__"].map(unescapeName)).toEqual([undefined, undefined, undefined]);
  });
});
