import { expect, test } from "vitest";
import { cloneJson, equalJson, nestsDeeperThan } from "./clone-json.ts";

const value = { a: [1, { b: null }], c: "x", d: true, e: {} };

test("a clone is equal and shares nothing", () => {
  const clone = cloneJson(value);
  expect(clone).toEqual(value);
  expect(clone.a).not.toBe(value.a);
  expect(clone.e).not.toBe(value.e);
  const odd = cloneJson(JSON.parse('{"__proto__":{"x":1}}'));
  expect(Object.keys(odd)).toEqual(["__proto__"]);
  expect(cloneJson(undefined)).toBeUndefined();
});

test("equality asks for fields, not for their order", () => {
  expect(equalJson(value, { e: {}, d: true, c: "x", a: [1, { b: null }] })).toBe(true);
  expect(equalJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(equalJson({ a: 1, b: 2 }, { a: 1, c: 2 })).toBe(false);
  expect(equalJson([1, 2], [2, 1])).toBe(false);
  expect(equalJson([], {})).toBe(false);
  expect(equalJson({}, [])).toBe(false);
  expect(equalJson(null, {})).toBe(false);
  expect(equalJson(undefined, {})).toBe(false);
  expect(equalJson({ toString: 1 }, { a: 1 })).toBe(false);
});

test("depth", () => {
  expect(nestsDeeperThan(1, 0)).toBe(false);
  expect(nestsDeeperThan(value, 3)).toBe(false);
  expect(nestsDeeperThan(value, 2)).toBe(true);
});
