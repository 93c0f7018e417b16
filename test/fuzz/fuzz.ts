// `npm run fuzz`: a million hostile and random inputs to whatever reads input. A failing seed prints itself, and the
// same seed fails again until the code is changed.
// usage: npm run fuzz -- [--target NAME] [--seed N] [--first N] [--scale X] [--jobs N]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inspect, parseArgs } from "node:util";
import { allTargets } from "./all.ts";
import { replay, type SeedFailure, type TargetRun } from "./run-target.ts";
import type { Target } from "./target.ts";
import { watchTarget } from "./watch-target.ts";

const keptSeeds = JSON.parse(readFileSync(join(import.meta.dirname, "seeds.json"), "utf8")) as Record<string, number[]>;

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    seed: { type: "string" },
    first: { type: "string", default: "1" },
    scale: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
  },
});
const targets = allTargets.filter(({ name }) => values.target === undefined || name === values.target);
if (targets.length === 0) {
  console.error(`no target ${values.target}; there are: ${allTargets.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
process.exitCode = values.seed === undefined ? await runAll() : await runAgain(Number(values.seed));

async function runAgain(seed: number): Promise<number> {
  let failed = 0;
  for (const target of targets) {
    const { inputs, failure } = await replay(target, seed);
    console.log(`${target.name}, seed ${seed}: ${failure ?? "all is well"}`);
    for (const input of inputs)
      console.log(inspect(input, { depth: 20, maxStringLength: 20_000, maxArrayLength: 500 }));
    if (failure !== undefined) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

async function runAll(): Promise<number> {
  const runs: TargetRun[] = [];
  const waiting = [...targets];
  const startedMs = performance.now();
  const lane = async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) runs.push(await runOne(target));
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, lane));
  const failures = runs.flatMap((run) => run.failures);
  const cases = runs.reduce((sum, run) => sum + run.cases, 0);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  console.log(`${cases.toLocaleString("en")} cases in ${seconds} s, ${failures.length} failed`);
  writeReport({ cases, failed: failures.length, seconds, runs, failures });
  return failures.length === 0 ? 0 : 1;
}

async function runOne(target: Target): Promise<TargetRun> {
  const count = Math.ceil(target.cases * Number(values.scale));
  const kept = keptSeeds[target.name] ?? [];
  const run = await watchTarget({ target: target.name, kept, first: Number(values.first), count });
  const usEach = Math.round((run.ms * 1000) / Math.max(1, run.cases));
  const slowest = `slowest ${Math.round(run.slowestMs)} ms (seed ${run.slowestSeed})`;
  console.log(
    `${target.name.padEnd(22)}${String(run.cases).padStart(8)} cases ${String(usEach).padStart(6)} us each, ${slowest}`,
  );
  for (const failure of run.failures) tell(failure);
  return run;
}

function tell({ target, seed, message }: SeedFailure): void {
  console.log(`  seed ${seed} fails: ${message.replaceAll("\n", "\n    ")}`);
  console.log(`  again, with its input: npm run fuzz -- --target ${target} --seed ${seed}`);
}

function writeReport(report: object): void {
  const folder = resolve(import.meta.dirname, "../../reports");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "fuzz.json"), `${JSON.stringify(report, undefined, 2)}\n`);
}
