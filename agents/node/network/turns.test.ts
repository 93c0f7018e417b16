// Turns: one at a time, in order, whatever becomes of each.
import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

test("work waits for the work before it, also if that fails", async () => {
  const turns = createTurns();
  const order: string[] = [];
  const work = (name: string, fails: boolean) => async () => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const first = turns.take(work("first", true));
  const second = turns.take(work("second", false));
  await expect(first).rejects.toThrow("first");
  expect(await second).toBe("second");
  expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});
