import { expect, test } from "vitest";
import { changesText } from "./changes-text.ts";
import { semanticEqual } from "./semantic-equal.ts";

test("absent, null and empty are one; the order of fields says nothing", () => {
  expect(semanticEqual({ a: 1, b: [] }, { b: null, a: 1 })).toBe(true);
  expect(semanticEqual({ a: {} }, {})).toBe(true);
  expect(semanticEqual(undefined, [])).toBe(true);
  expect(semanticEqual({ a: { b: "" } }, {})).toBe(false);
  expect(semanticEqual({ a: 0 }, {})).toBe(false);
  expect(semanticEqual([1, 2], [2, 1])).toBe(false);
  expect(semanticEqual({}, { a: 1 })).toBe(false);
});

test("changes are named field by field", () => {
  const old = { spec: { image: "a", ports: [1, 2], gone: true } };
  expect(changesText(old, { spec: { image: "b", ports: [1, 3], added: {} } })).toBe(
    '  spec.image: "a" -> "b"\n  spec.ports[1]: 2 -> 3\n  spec.gone: true -> nil',
  );
  expect(changesText({}, Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`f${index}`, 1])))).toMatch(
    /and 5 more$/,
  );
});
