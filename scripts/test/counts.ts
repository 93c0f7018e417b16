// How many tests a stage ran, from what its tool reports.
import * as z from "zod";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** A tool that answers yes or no counts as one test. */
export function oneTest(ok: boolean): Counts {
  return { ...none, ...(ok ? { passed: 1 } : { failed: 1 }) };
}

export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    none,
  );
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** From vitest's JSON report. A run that failed outside of any test (a file that can't be read) is one failure. */
export function vitestCounts(report: unknown): Counts {
  const parsed = vitestReport.parse(report);
  const failed = parsed.numFailedTests === 0 && !parsed.success ? 1 : parsed.numFailedTests;
  return { passed: parsed.numPassedTests, failed, skipped: parsed.numPendingTests + parsed.numTodoTests };
}

/** From the simulation's report: each seed is a test. */
export function simulationCounts(report: unknown): Counts {
  const { seeds, failed } = z.object({ seeds: z.number(), failed: z.number() }).parse(report);
  return { passed: seeds - failed, failed, skipped: 0 };
}

const fuzzReport = z.object({
  cases: z.number(),
  runs: z.array(z.object({ failures: z.array(z.unknown()) })),
});

/** From the fuzzing's report: each target is a test, however many cases it has. */
export function fuzzCounts(report: unknown): Counts {
  const { runs } = fuzzReport.parse(report);
  const failed = runs.filter(({ failures }) => failures.length > 0).length;
  return { passed: runs.length - failed, failed, skipped: 0 };
}

export function fuzzNote(report: unknown): string {
  return `${fuzzReport.parse(report).cases.toLocaleString("en")} cases`;
}

/** From the benchmarks' report: each row of figures is a test. */
export function benchCounts(report: unknown): Counts {
  const section = z.object({ rows: z.array(z.unknown()) });
  const { sections, problems } = z.object({ sections: z.array(section), problems: z.array(z.string()) }).parse(report);
  const rows = sections.reduce((sum, one) => sum + one.rows.length, 0);
  return { passed: Math.max(0, rows - problems.length), failed: problems.length, skipped: 0 };
}
