import { describe, expect, test } from "vitest";
import { canonicalMicroTime, canonicalTime, formatMicroTime, formatTime, parseTime, timeProblem } from "./time.ts";

const instant = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

describe("writing", () => {
  test("times have whole seconds, micro times six decimals", () => {
    expect(formatTime(instant)).toBe("2026-01-02T03:04:05Z");
    expect(formatMicroTime(instant)).toBe("2026-01-02T03:04:05.678000Z");
    expect(formatMicroTime(instant + 0.25)).toBe("2026-01-02T03:04:05.678250Z");
    expect(formatTime(-1)).toBe("1969-12-31T23:59:59Z");
  });
});

describe("reading", () => {
  test.each([
    ["2026-01-02T03:04:05Z", Date.UTC(2026, 0, 2, 3, 4, 5)],
    ["2026-01-02T03:04:05.678Z", instant],
    ["2026-01-02T03:04:05.678999999Z", instant],
    ["2026-01-02T05:04:05+02:00", Date.UTC(2026, 0, 2, 3, 4, 5)],
    ["2026-01-02T3:04:05Z", Date.UTC(2026, 0, 2, 3, 4, 5)],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ])("%s", (text, ms) => expect(parseTime(text)).toBe(ms));

  test("years before 100 stay where they are", () => {
    expect(canonicalTime("0001-01-01T00:00:00+00:00")).toBe("0001-01-01T00:00:00Z");
  });

  test("the stored form", () => {
    expect(canonicalTime("2026-01-02T03:04:05Z")).toBe("2026-01-02T03:04:05Z");
    expect(canonicalTime("2026-01-02T05:04:05.9+02:00")).toBe("2026-01-02T03:04:05Z");
    expect(canonicalTime("yesterday")).toBeUndefined();
    expect(canonicalMicroTime("2026-01-02T05:04:05.123456+02:00")).toBe("2026-01-02T03:04:05.123456Z");
    expect(canonicalMicroTime("2026-01-02T03:04:05Z")).toBeUndefined();
  });

  const layout = '"2006-01-02T15:04:05Z07:00"';
  test.each([
    ["abc", `parsing time "abc" as ${layout}: cannot parse "abc" as "2006"`],
    ["", `parsing time "" as ${layout}: cannot parse "" as "2006"`],
    ["2026-01-02", `parsing time "2026-01-02" as ${layout}: cannot parse "" as "T"`],
    ["2026-1-02T", `parsing time "2026-1-02T" as ${layout}: cannot parse "1-02T" as "01"`],
    ["2026-01-02 03:04:05Z", `parsing time "2026-01-02 03:04:05Z" as ${layout}: cannot parse " 03:04:05Z" as "T"`],
    ["2026-01-02T03:04:05", `parsing time "2026-01-02T03:04:05" as ${layout}: cannot parse "" as "Z07:00"`],
    ["2026-13-02T03:04:05Z", 'parsing time "2026-13-02T03:04:05Z": month out of range'],
    ["2026-02-30T03:04:05Z", 'parsing time "2026-02-30T03:04:05Z": day out of range'],
    ["2026-02-03T24:04:05Z", 'parsing time "2026-02-03T24:04:05Z": hour out of range'],
    ["2026-02-03T03:04:60Z", 'parsing time "2026-02-03T03:04:60Z": second out of range'],
    ["9999-12-31T23:59:59-00:01", 'parsing time "9999-12-31T23:59:59-00:01": year out of range'],
    ["0000-01-01T00:00:00+00:01", 'parsing time "0000-01-01T00:00:00+00:01": year out of range'],
    ["2026-02-03T03:04:05Z!", 'parsing time "2026-02-03T03:04:05Z!": extra text: "!"'],
  ])("%s is refused in Go's words", (text, message) => expect(timeProblem(text)).toBe(message));

  test("a micro time needs its six decimals", () => {
    expect(timeProblem("2026-01-02T03:04:05Z", "micro-time")).toBe(
      'parsing time "2026-01-02T03:04:05Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    );
    expect(timeProblem("2026-01-02T03:04:05.123456Z", "micro-time")).toBeUndefined();
  });
});
