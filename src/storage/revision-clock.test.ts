// The hybrid clock.
import { describe, expect, test } from "vitest";
import { SteppedClock } from "../platform/simulated/clock.ts";
import { RevisionClock, revisionAt, slotsPerTick, tickOf } from "./revision-clock.ts";

function setUp(nowMs = 1_000, last = 0) {
  const wall = new SteppedClock(nowMs);
  const clock = new RevisionClock(wall, last);
  clock.useSlot(5);
  return { wall, clock };
}

describe("the revision clock", () => {
  test("[R1] follows the wall clock, a tick a commit where that stands still or goes back", () => {
    const { wall, clock } = setUp();
    const ticks = [0, 0, 10, -500, 0, 600].map((moveMs) => {
      wall.advance(moveMs);
      return tickOf(clock.next());
    });
    expect(ticks).toEqual([1_000, 1_001, 1_010, 1_011, 1_012, 1_110]);
  });

  test("[R1] begins after what was taken, and is lifted but never lowered", () => {
    const { clock } = setUp(1_000, 5_000 * slotsPerTick + 9);
    expect(tickOf(clock.next())).toBe(5_001);
    clock.lift(7_000 * slotsPerTick + 2_047);
    clock.lift(6_000 * slotsPerTick);
    expect(clock.next()).toBe(7_001 * slotsPerTick + 5);
  });

  test("[F3] what it promises, every later revision exceeds in any slot", () => {
    const { clock } = setUp();
    const taken = clock.next();
    const promise = clock.promise();
    expect(promise).toBeGreaterThanOrEqual(taken);
    clock.useSlot(0);
    expect(clock.next()).toBeGreaterThan(promise);
  });

  test("slots keep revisions of one tick apart", () => {
    const revisions = [0, 1, 2_046].map((slot) => {
      const clock = new RevisionClock(new SteppedClock(1_000), 0);
      clock.useSlot(slot);
      return clock.next();
    });
    expect(new Set(revisions).size).toBe(3);
    expect(Math.max(...revisions)).toBeLessThan(revisionAt(1_000));
  });

  test("without a slot nothing is committed", () => {
    const { clock } = setUp();
    clock.useSlot(undefined);
    expect(() => clock.next()).toThrow("slot");
  });

  test("knows a revision that nobody can have handed out", () => {
    const { clock } = setUp();
    expect(clock.isFuture(revisionAt(1_500), 1_000)).toBe(false);
    expect(clock.isFuture(revisionAt(2_500), 1_000)).toBe(true);
    clock.lift(revisionAt(2_000));
    expect(clock.isFuture(revisionAt(2_500), 1_000)).toBe(false);
  });

  test("revisions are safe integers until the year 2109", () => {
    expect(Number.isSafeInteger(revisionAt(Date.UTC(2109, 0, 1)))).toBe(true);
  });
});
