// `npm run simulate`: a cluster from each of many seeds, with everything going wrong that may. A failing seed prints
// itself and its last steps; the same seed fails again until the code is changed.
// usage: npm run simulate -- [--seeds N] [--seed S] [--break RULE] [--trace]
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { breakages } from "./breakages.ts";
import { type RunResult, runSeed } from "./scenario.ts";

/** Of a failing seed, the steps before its end that are printed. */
const stepsShown = 40;
const failuresShown = 3;

interface Report {
  seeds: number;
  failed: number;
  failures: { seed: number; rule: string; message: string }[];
  broken: string | undefined;
  changes: number;
  events: number;
  expirations: number;
  steps: number;
  seconds: number;
}

async function simulate(seeds: readonly number[], broken: string | undefined, showTrace: boolean): Promise<Report> {
  const report: Report = {
    seeds: seeds.length,
    failed: 0,
    failures: [],
    broken,
    changes: 0,
    events: 0,
    expirations: 0,
    steps: 0,
    seconds: 0,
  };
  const startedMs = performance.now();
  for (const seed of seeds) {
    const result = await runSeed(seed, broken === undefined ? {} : breakages[broken], showTrace);
    report.changes += result.changes;
    report.events += result.events;
    report.expirations += result.expirations;
    report.steps += result.steps;
    if (showTrace) console.log(result.trace.join("\n"));
    if (result.failure === undefined) continue;
    report.failed += 1;
    report.failures.push({ seed, rule: result.failure.rule, message: result.failure.message });
    if (report.failed <= failuresShown) tell(result, broken);
  }
  report.seconds = Math.round(performance.now() - startedMs) / 1000;
  return report;
}

function tell(result: RunResult, broken: string | undefined): void {
  const again = `npm run simulate -- --seed ${result.seed}${broken === undefined ? "" : ` --break ${broken}`} --trace`;
  console.log(`seed ${result.seed} fails: ${result.failure?.message}`);
  console.log(result.trace.slice(-stepsShown).join("\n"));
  console.log(`again, with every call: ${again}\n`);
}

function printTable(report: Report): void {
  const rows: [string, string | number][] = [
    ["seeds", report.seeds],
    ["failed", report.failed],
    ["changes committed", report.changes],
    ["events checked", report.events],
    ["watches expired", report.expirations],
    ["steps", report.steps],
    ["seconds", report.seconds],
    ["ms a seed", Math.round((report.seconds * 10_000) / Math.max(1, report.seeds)) / 10],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(20)}${String(value).padStart(10)}`);
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    seed: { type: "string" },
    break: { type: "string" },
    trace: { type: "boolean", default: false },
  },
});
if (values.break !== undefined && !(values.break in breakages)) {
  console.error(`no such rule: ${values.break}. There are: ${Object.keys(breakages).join(", ")}`);
  process.exit(2);
}
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
    : [Number(values.seed)];
const report = await simulate(seeds, values.break, values.trace);
printTable(report);
const folder = resolve(import.meta.dirname, "../../reports");
mkdirSync(folder, { recursive: true });
writeFileSync(resolve(folder, "simulate.json"), `${JSON.stringify(report, undefined, 2)}\n`);
process.exitCode = report.failed === 0 ? 0 : 1;
