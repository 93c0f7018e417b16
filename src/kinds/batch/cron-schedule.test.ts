import { expect, test } from "vitest";
import { parseCronSchedule } from "./cron-schedule.ts";

function fields(text: string): unknown {
  const parsed = parseCronSchedule(text);
  if (parsed.type === "problem" || parsed.schedule.type === "every") return parsed;
  const { minutes, hours, daysOfMonth, months, daysOfWeek, anyDayOfMonth, anyDayOfWeek } = parsed.schedule;
  return {
    sets: [minutes, hours, daysOfMonth, months, daysOfWeek].map((set) => [...set]),
    any: [anyDayOfMonth, anyDayOfWeek],
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("fields, ranges, steps and names", () => {
  expect(fields("*/15 0,12 1-3 JAN-mar sun")).toEqual({
    sets: [[0, 15, 30, 45], [0, 12], [1, 2, 3], [1, 2, 3], [0]],
    any: [false, false],
  });
  expect(fields("5/20 1-10/4 ? * ?")).toEqual({
    sets: [[5, 25, 45], [1, 5, 9], range(1, 31), range(1, 12), range(0, 6)],
    any: [true, true],
  });
  expect(fields("@daily")).toEqual(fields("0 0 * * *"));
});

test("intervals are whole seconds, one at least", () => {
  expect(parseCronSchedule("@every 1h30m")).toEqual({
    type: "schedule",
    schedule: { type: "every", everyMs: 5_400_000 },
  });
  expect(parseCronSchedule("@every 10ms")).toEqual({ type: "schedule", schedule: { type: "every", everyMs: 1000 } });
});

test.each([
  ["", "empty spec string"],
  ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
  ["60 * * * *", "end of range (60) above maximum (59): 60"],
  ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
  ["9-3 * * * *", "beginning of range (9) beyond end of range (3): 9-3"],
  ["*/0 * * * *", "step of range should be a positive number: */0"],
  ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
  ["1/2/3 * * * *", "too many slashes: 1/2/3"],
  ["x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ["@often", "unrecognized descriptor: @often"],
])("%j: %s", (text, problem) => {
  expect(parseCronSchedule(text)).toEqual({ type: "problem", text: problem });
});
