import { expect, test } from "vitest";
import { percentOf, scaledValue } from "./int-or-string.ts";

test.each([
  [3, 10, 3, 3],
  ["25%", 10, 3, 2],
  ["50%", 3, 2, 1],
  ["100%", 7, 7, 7],
  ["0%", 7, 0, 0],
  ["-10%", 5, 0, -1],
  ["150%", 4, 6, 6],
])("%s of %d is %d rounded up, %d rounded down", (value, total, up, down) => {
  expect(scaledValue(value, { total, round: "up" })).toEqual({ type: "value", value: up });
  expect(scaledValue(value, { total, round: "down" })).toEqual({ type: "value", value: down });
});

test.each([
  [undefined, "nil value for IntOrString"],
  ["5", "invalid value for IntOrString: invalid type: string is not a percentage"],
  ["a%", 'invalid value for IntOrString: invalid value "a%": strconv.Atoi: parsing "a": invalid syntax'],
  ["1.5%", 'invalid value for IntOrString: invalid value "1.5%": strconv.Atoi: parsing "1.5": invalid syntax'],
])("%s is refused", (value, message) => {
  expect(scaledValue(value, { total: 1, round: "up" })).toEqual({ type: "malformed", message });
});

test("percentages", () => {
  expect(percentOf("30%")).toBe(30);
  expect(percentOf("30")).toBeUndefined();
  expect(percentOf(30)).toBeUndefined();
});
