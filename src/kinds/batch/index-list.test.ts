import { expect, test } from "vitest";
import { countIndexes, firstOverlap } from "./index-list.ts";

test("indexes are counted", () => {
  expect(countIndexes("", 10)).toEqual({ type: "count", count: 0 });
  expect(countIndexes("1,3-5,7", 10)).toEqual({ type: "count", count: 5 });
});

test.each([
  ["3-1", "non-increasing order, previous: 3, current: 1"],
  ["2,2", "non-increasing order, previous: 2, current: 2"],
  ["10", 'too large index: "10"'],
  ["a", 'cannot convert string to integer for index: "a"'],
  [
    "1-2-3",
    "the fragment \"1-2-3\" violates the requirement that an index interval can have at most two parts separated by '-'",
  ],
])("%s: %s", (text, problem) => {
  expect(countIndexes(text, 10)).toEqual({ type: "problem", text: problem });
});

test("the first index that both name", () => {
  expect(firstOverlap("0-2,5", "3,5-7", 10)).toBe(5);
  expect(firstOverlap("0-2", "3", 10)).toBeUndefined();
  expect(firstOverlap("", "3", 10)).toBeUndefined();
});
