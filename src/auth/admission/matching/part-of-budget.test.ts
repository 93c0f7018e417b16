import { expect, test } from "vitest";
import { partOfBudget } from "./part-of-budget.ts";

test("what a part spends is spent of the whole", () => {
  const whole = { left: 100 };
  const part = partOfBudget(whole, 70);
  part.left -= 50;
  expect([part.left, whole.left]).toEqual([20, 50]);
});

test("a part is never more than what is left", () => {
  const whole = { left: 100 };
  partOfBudget(whole, 70).left -= 70;
  const last = partOfBudget(whole, 70);
  expect(last.left).toBe(30);
  // An evaluation may go over by one, and shows by it that it was stopped.
  last.left -= 31;
  expect([last.left, whole.left, partOfBudget(whole, 70).left]).toEqual([-1, -1, 0]);
});
