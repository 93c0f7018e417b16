// The one alarm: never too late, seldom moved.
import { expect, test } from "vitest";
import { SimulatedAlarm } from "../platform/simulated/alarm.ts";
import { SteppedClock } from "../platform/simulated/clock.ts";
import { WakeUp } from "./wake-up.ts";

function setUp(...sources: (() => number | undefined)[]) {
  const alarm = new SimulatedAlarm();
  const clock = new SteppedClock(1_000);
  const wakeUp = new WakeUp(alarm, clock);
  for (const source of sources) wakeUp.addSource(source);
  return { alarm, clock, wakeUp };
}

test("an earlier need moves the alarm, a later one doesn't", () => {
  const { alarm, wakeUp } = setUp();
  wakeUp.need(5_000);
  wakeUp.need(6_000);
  wakeUp.need(4_000);
  expect(alarm).toMatchObject({ atMs: 4_000, timesSet: 2 });
});

test("after a restart the first need is seen against what is on disk", () => {
  const { alarm, wakeUp } = setUp(
    () => 3_000,
    () => undefined,
  );
  wakeUp.need(5_000);
  expect(alarm.atMs).toBe(3_000);
});

test("after it rang the earliest of all is set, or none", () => {
  let due: number | undefined = 9_000;
  const { alarm, wakeUp } = setUp(
    () => due,
    () => 20_000,
  );
  wakeUp.need(2_000);
  alarm.clear();
  wakeUp.rearm();
  expect(alarm.atMs).toBe(9_000);
  due = undefined;
  wakeUp.rearm();
  expect(alarm.atMs).toBe(20_000);
});

test("never for now or the past: the platform loses an alarm of the running one's time", () => {
  const { alarm, wakeUp } = setUp(() => 10);
  wakeUp.rearm();
  expect(alarm.atMs).toBe(1_001);
});

test("an alarm that is long overdue is taken for lost and set anew", () => {
  const { alarm, clock, wakeUp } = setUp();
  wakeUp.need(2_000);
  clock.set(2_500);
  wakeUp.need(3_000);
  expect(alarm.timesSet).toBe(1);
  clock.set(8_000);
  wakeUp.need(8_500);
  expect(alarm).toMatchObject({ atMs: 8_500, timesSet: 2 });
});
