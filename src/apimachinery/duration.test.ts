import { describe, expect, test } from "vitest";
import { ageOf, formatDuration, humanDuration, parseDuration, shortHumanDuration } from "./duration.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

describe("ages", () => {
  test.each([
    [second, "1s", "1s"],
    [70 * second, "70s", "1m"],
    [119 * second, "119s", "1m"],
    [190 * second, "3m10s", "3m"],
    [3 * minute, "3m", "3m"],
    [70 * minute, "70m", "1h"],
    [179 * minute, "179m", "2h"],
    [3 * hour, "3h", "3h"],
    [5 * hour + 59 * minute, "5h59m", "5h"],
    [47 * hour, "47h", "1d"],
    [49 * hour, "2d1h", "2d"],
    [7 * day + 23 * hour, "7d23h", "7d"],
    [8 * day + 5 * hour, "8d", "8d"],
    [300 * day, "300d", "300d"],
    [year, "365d", "1y"],
    [2 * year, "2y", "2y"],
    [3 * year + 3 * day, "3y3d", "3y"],
    [9 * year + 3 * day, "9y", "9y"],
    [0, "0s", "0s"],
    [-500, "0s", "0s"],
    [-1500, "0s", "0s"],
    [-2 * second, "<invalid>", "<invalid>"],
  ])("%d ms", (ms, human, short) => {
    expect(humanDuration(ms)).toBe(human);
    expect(shortHumanDuration(ms)).toBe(short);
  });

  test("of what has no time", () => {
    expect(ageOf(undefined, 5)).toBe("<unknown>");
    expect(ageOf(0, 5000)).toBe("5s");
  });
});

describe("Go's durations", () => {
  test.each([
    ["1h30m", 90 * minute, "1h30m0s"],
    ["1.5s", 1500, "1.5s"],
    ["-250ms", -250, "-250ms"],
    ["0", 0, "0s"],
    ["100us", 0.1, "100µs"],
    ["15m0s", 15 * minute, "15m0s"],
    ["10s", 10 * second, "10s"],
    [".5h", 30 * minute, "30m0s"],
    ["100h", 100 * hour, "100h0m0s"],
  ])("%s", (text, ms, canonical) => {
    expect(parseDuration(text)).toBe(ms);
    expect(formatDuration(ms)).toBe(canonical);
  });

  test.each(["", "5", "s", "1x", "1h 5m", "--1s", "1e3s", "9999999999h", `${"1s".repeat(100)}`])(
    "%s is none",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
