// `npm run bench:scheduler -- [--nodes N] [--pods N] [--only TEXT]`: how many pods a second the scheduler's core places.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { argv, version } from "node:process";
import { parseArgs } from "node:util";
import { type Measured, measure } from "./measure.ts";
import { scenarios } from "./scenarios.ts";

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    nodes: { type: "string", default: "5000" },
    pods: { type: "string", default: "10000" },
    only: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
  },
});

/** What is aimed at, of every shape of workload, on 5,000 nodes. */
const podsPerSecondAim = 1_100;

const options = { nodes: Number(values.nodes), pods: Number(values.pods), seed: Number(values.seed) };
const columns = ["podsPerSecond", "cycleP50Us", "cycleP99Us", "readUs", "confirmUs", "heapMb"] as const;

function row(cells: readonly unknown[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(32) : String(cell).padStart(14))).join("");
}

console.log(`${options.pods} pods on ${options.nodes} nodes, seed ${options.seed}\n`);
console.log(row(["scenario", "placed", ...columns]));
const results: Measured[] = [];
for (const scenario of scenarios.filter(({ name }) => name.includes(values.only))) {
  const measured = await measure(scenario, options);
  results.push(measured);
  console.log(row([scenario.name, measured.placed, ...columns.map((column) => measured[column])]));
}
const short = results.filter(({ podsPerSecond }) => podsPerSecond < podsPerSecondAim).map(({ scenario }) => scenario);
console.log(
  `\naim: ${podsPerSecondAim} pods a second. ${short.length === 0 ? "All hold it." : `Short of it: ${short.join(", ")}.`}`,
);
const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: version };
const reports = resolve(import.meta.dirname, "../../reports");
mkdirSync(reports, { recursive: true });
writeFileSync(
  join(reports, "bench-scheduler.json"),
  `${JSON.stringify({ options, aims: { podsPerSecond: podsPerSecondAim, short }, machine, results }, null, 2)}\n`,
);
