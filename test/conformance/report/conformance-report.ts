// Sums a run up against upstream's list: passed, failed, not yet.
import type { ConformanceTest } from "../list/conformance-tests.ts";

export type Outcome = "passed" | "failed" | "not yet";

export interface ConformanceResult {
  readonly area: string;
  readonly name: string;
  readonly needs: string;
  readonly outcome: Outcome;
  /** Of those that are not yet: what they wait for. */
  readonly waitsFor?: string;
}

/** The parts of vitest's JSON report that count here. */
export interface RunReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** Every test of the list once. A test that ran and did not pass has failed, whatever else became of it. */
export function conformanceResults(
  tests: readonly ConformanceTest[],
  run: RunReport,
  waitsFor: (test: ConformanceTest) => string,
): ConformanceResult[] {
  const ran = new Map(
    run.testResults.flatMap(({ assertionResults }) => assertionResults).map(({ title, status }) => [title, status]),
  );
  return tests.map((test) => {
    const status = ran.get(test.name);
    if (status === undefined) return { ...test, outcome: "not yet", waitsFor: waitsFor(test) };
    return { ...test, outcome: status === "passed" ? "passed" : "failed" };
  });
}

interface Row {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly notYet: number;
}

function row(name: string, results: readonly ConformanceResult[]): Row {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
  return { name, passed: count("passed"), failed: count("failed"), notYet: count("not yet") };
}

function groups(results: readonly ConformanceResult[], of: (result: ConformanceResult) => string): Row[] {
  const names = [...new Set(results.map(of))].sort();
  return names.map((name) =>
    row(
      name,
      results.filter((result) => of(result) === name),
    ),
  );
}

/** By area, by need, what the missing ones wait for, and the sum. */
export function renderConformance(results: readonly ConformanceResult[]): string {
  const needs = "ACSNT";
  const highest = ({ needs: letters }: ConformanceResult) =>
    [...letters].sort((a, b) => needs.indexOf(b) - needs.indexOf(a))[0] ?? "";
  const rows = [
    ...groups(results, ({ area }) => area),
    ...groups(results, (result) => `needs ${highest(result)}`),
    row("all", results),
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, ...cells: readonly (string | number)[]) =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(8))].join("");
  const table = rows.map(({ name, passed, failed, notYet }) => line(name, passed, failed, notYet));
  const waiting = results.filter(({ outcome }) => outcome === "not yet");
  const reasons = groups(waiting, (result) => result.waitsFor ?? "").map(
    ({ name, notYet }) => `${String(notYet).padStart(5)}  ${name}`,
  );
  const failed = results.filter(({ outcome }) => outcome === "failed").map(({ name }) => `failed: ${name}`);
  const total = row("all", results);
  return [
    line("", "passed", "failed", "not yet"),
    ...table,
    "",
    "not yet, for want of",
    ...reasons,
    ...failed,
    "",
    `${total.passed} passed, ${total.failed} failed, ${total.notYet} not yet of ${results.length}`,
  ].join("\n");
}
