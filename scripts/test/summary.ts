// The table at the end of `npm test`.
import { addCounts, type Counts } from "./counts.ts";

export interface StageOutcome {
  readonly stage: string;
  readonly counts: Counts;
  readonly seconds: number;
  /** What was measured, or why it was not run. */
  readonly note: string;
}

/** The last line is `N passed, N failed, N skipped`, alone. */
export function summary(outcomes: readonly StageOutcome[]): string {
  const rows = outcomes.map(({ stage, counts, seconds, note }) => [
    stage,
    String(counts.passed),
    String(counts.failed),
    String(counts.skipped),
    `${seconds.toFixed(1)} s`,
    note,
  ]);
  const table = [["stage", "passed", "failed", "skipped", "time", "note"], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number) => column >= 1 && column <= 4;
  const lines = table.map((row) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const total = addCounts(outcomes.map((outcome) => outcome.counts));
  return [...lines, "", `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`].join("\n");
}
