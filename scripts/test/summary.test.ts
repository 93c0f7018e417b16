// What the end of `npm test` says.
import { describe, expect, test } from "vitest";
import { addCounts, fuzzCounts, fuzzNote, oneTest, simulationCounts, vitestCounts } from "./counts.ts";
import { summary } from "./summary.ts";

describe("counts", () => {
  const report = { success: true, numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 2 };

  test("of vitest, what is yet to be written being skipped", () => {
    expect(vitestCounts(report)).toEqual({ passed: 5, failed: 0, skipped: 3 });
    expect(vitestCounts({ ...report, success: false, numFailedTests: 4 })).toMatchObject({ failed: 4 });
  });

  test("of a vitest that failed without a failing test", () => {
    expect(vitestCounts({ ...report, success: false })).toMatchObject({ failed: 1 });
  });

  test("of the simulation, by seeds", () => {
    expect(simulationCounts({ seeds: 1000, failed: 2 })).toEqual({ passed: 998, failed: 2, skipped: 0 });
  });

  test("of the fuzzing, by targets", () => {
    const report = {
      cases: 1_000_013,
      runs: [{ failures: [] }, { failures: [{ seed: 1 }, { seed: 2 }] }, { failures: [] }],
    };
    expect(fuzzCounts(report)).toEqual({ passed: 2, failed: 1, skipped: 0 });
    expect(fuzzNote(report)).toBe("1,000,013 cases");
  });

  test("of a tool that says yes or no", () => {
    expect(addCounts([oneTest(true), oneTest(false), oneTest(true)])).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });
});

test("the table ends with a plain line of the sums", () => {
  const text = summary([
    { stage: "unit", counts: { passed: 120, failed: 0, skipped: 1 }, seconds: 12.34, note: "" },
    { stage: "e2e", counts: { passed: 3, failed: 1, skipped: 0 }, seconds: 100, note: "why" },
  ]);
  expect(text.split("\n")).toEqual([
    "stage  passed  failed  skipped     time  note",
    "unit      120       0        1   12.3 s",
    "e2e         3       1        0  100.0 s  why",
    "",
    "123 passed, 1 failed, 1 skipped",
  ]);
});
