import { expect, test } from "vitest";
import { fieldSelectorText, matchesFields, parseFieldSelector, requiredValue } from "./field-selector.ts";

test.each([
  ["", []],
  [",", []],
  ["metadata.name=web", [{ field: "metadata.name", operator: "=", value: "web" }]],
  [
    "status.phase!=Running,metadata.name==web",
    [
      { field: "metadata.name", operator: "=", value: "web" },
      { field: "status.phase", operator: "!=", value: "Running" },
    ],
  ],
  ["a=", [{ field: "a", operator: "=", value: "" }]],
  ["a=b\\,c\\=d\\\\", [{ field: "a", operator: "=", value: "b,c=d\\" }]],
])("%j is read", (text, requirements) => {
  expect(parseFieldSelector(text)).toEqual(requirements);
  expect(parseFieldSelector(fieldSelectorText(parseFieldSelector(text)))).toEqual(requirements);
});

test.each([
  ["web", "invalid selector: 'web'; can't understand 'web'"],
  ["a=b,c", "invalid selector: 'a=b,c'; can't understand 'c'"],
  ["a=b=c", "invalid field selector: unescaped character in value: 61"],
  ["a=\\x", "invalid field selector: invalid escape sequence: \\x"],
  ["a=b\\", "invalid field selector: invalid escape sequence: \\"],
])("%j is refused", (text, message) => {
  expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ message }));
});

test("matching", () => {
  const fieldOf = (field: string) => ({ "metadata.name": "web", "status.phase": "" })[field] ?? "";
  const matches = (text: string) => matchesFields(parseFieldSelector(text), fieldOf);
  expect(matches("")).toBe(true);
  expect(matches("metadata.name=web,status.phase!=Running")).toBe(true);
  expect(matches("metadata.name!=web")).toBe(false);
  expect(requiredValue(parseFieldSelector("metadata.name=web"), "metadata.name")).toBe("web");
  expect(requiredValue(parseFieldSelector("metadata.name!=web"), "metadata.name")).toBeUndefined();
});

test("a long selector is judged at once", () => {
  expect(() => parseFieldSelector(`${"a".repeat(1e6)}`)).toThrow("can't understand");
  expect(() => parseFieldSelector(`a=${"=".repeat(1e6)}`)).toThrow("unescaped");
}, 1000);
