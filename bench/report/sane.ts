// Whether figures can be figures at all: what a test may ask of a machine that it does not know.
import type { Row, Section } from "./section.ts";

/** Rates and times of something that did happen. */
const positive = ["req/s", "p50 ms", "p99 ms", "last ms", "RSS MiB"];

/** What is wrong with a row; "" when nothing is. */
function rowProblem({ figures }: Row): string {
  const names = Object.keys(figures);
  if (names.length === 0) return "no figures";
  for (const name of positive) {
    const value = figures[name];
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) return `${name} is ${value}`;
  }
  const { "p50 ms": middle = 0, "p99 ms": late = middle } = figures;
  return middle > late ? "p50 is above p99" : "";
}

/** One line for each row that can't be true, and for each section that says nothing. */
export function problems(sections: readonly Section[]): string[] {
  return sections.flatMap(({ name, rows, remarks }) => {
    if (rows.length === 0 && remarks.length === 0) return [`${name}: neither figures nor a reason`];
    return rows
      .map((row) => ({ row, problem: rowProblem(row) }))
      .filter(({ problem }) => problem !== "")
      .map(({ row, problem }) => `${name}: ${row.name}: ${problem}`);
  });
}
