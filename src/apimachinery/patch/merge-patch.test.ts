import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { applyMergePatch } from "./merge-patch.ts";

// The examples of RFC 7386's appendix whose documents are objects.
test.each<[JsonObject, Json, Json]>([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{ a: 1 }, { a: [{ b: null }] }, { a: [{ b: null }] }],
])("%j patched with %j", (document, patch, patched) => {
  expect(applyMergePatch(document, patch)).toEqual(patched);
});

describe("a patched object", () => {
  test("shares nothing with its sources", () => {
    const document = { keep: { x: [1] }, a: { b: {} } };
    const patch = { a: { c: { d: [1] } } };
    const patched = applyMergePatch(document, patch) as { keep: { x: Json }; a: { b: Json; c: { d: Json } } };
    expect(patched.keep).not.toBe(document.keep);
    expect(patched.keep.x).not.toBe(document.keep.x);
    expect(patched.a.b).not.toBe(document.a.b);
    expect(patched.a.c.d).not.toBe(patch.a.c.d);
  });

  test("keeps the order of fields, and __proto__ is a name", () => {
    expect(Object.keys(applyMergePatch({ z: 1, a: 2 }, { b: 3, z: 4 }))).toEqual(["z", "a", "b"]);
    const patched = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
    expect(Object.keys(patched)).toEqual(["__proto__"]);
  });
});

test("only an object is a patch", () => {
  expect(() => applyMergePatch({}, [])).toThrow(
    "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}",
  );
  expect(() => applyMergePatch({}, null)).toThrow("cannot unmarshal null");
});
