// The benchmarks: measures them in turn, prints tables for people, and writes the same to reports/bench.json.
// usage: npm run bench [-- --quick] [-- --only NAME[,NAME]] [-- --rounds N]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { benchmarks } from "./benchmarks/all.ts";
import type { Benchmark, Stage } from "./benchmarks/benchmark.ts";
import { Generator } from "./load/generator.ts";
import { machineFacts } from "./measure/machine.ts";
import { fullPlan, type Plan, quickPlan } from "./plan.ts";
import { renderAims, renderSection } from "./report/render.ts";
import { problems } from "./report/sane.ts";
import { holds, type Section } from "./report/section.ts";
import { startBare } from "./server/bare.ts";
import type { Server } from "./server/server.ts";
import { type Skerry, startSkerry } from "./server/skerry.ts";

const root = resolve(import.meta.dirname, "..");
const reportPath = join(root, "reports/bench.json");

interface Options {
  readonly plan: Plan;
  readonly chosen: readonly Benchmark[];
}

function options(): Options {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, only: { type: "string" }, rounds: { type: "string" } },
  });
  const plan = values.quick ? quickPlan : fullPlan;
  const names = values.only?.split(",");
  const unknown = names?.filter((name) => !benchmarks.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new Error(`no benchmark is called ${unknown.join(", ")}; there are ${benchmarks.map((one) => one.name)}`);
  }
  return {
    plan: values.rounds === undefined ? plan : { ...plan, rounds: Number(values.rounds) },
    chosen: benchmarks.filter((one) => names === undefined || names.includes(one.name)),
  };
}

/** What benchmarks share, and how all of it is ended. */
class SharedStage implements Stage {
  readonly plan: Plan;
  readonly generator = new Generator();
  readonly #folder = mkdtempSync(join(tmpdir(), "skerry-bench-"));
  #skerry: Promise<Skerry> | undefined;
  #bare: Promise<Server> | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  skerry(): Promise<Skerry> {
    this.#skerry ??= startSkerry(this.folder("skerry"), { agent: false });
    return this.#skerry;
  }

  async bare(): Promise<Server> {
    // The first start of ours builds what the bare engine's configuration is taken from.
    await this.skerry();
    this.#bare ??= startBare(this.folder("bare"));
    return this.#bare;
  }

  folder(name: string): string {
    return join(this.#folder, name);
  }

  say(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  async end(): Promise<void> {
    this.generator.stop();
    for (const server of [this.#skerry, this.#bare]) await server?.then((one) => one.stop()).catch(() => {});
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function writeReport(plan: Plan, machine: unknown, startedMs: number, sections: readonly Section[]): void {
  mkdirSync(join(root, "reports"), { recursive: true });
  const report = {
    machine,
    startedAt: new Date(startedMs).toISOString(),
    seconds: Math.round((Date.now() - startedMs) / 1000),
    plan,
    sections,
    aims: sections.flatMap((section) => section.aims).map((aim) => ({ ...aim, holds: holds(aim) })),
    problems: problems(sections),
  };
  writeFileSync(reportPath, `${JSON.stringify(report, null, 2)}\n`);
}

async function main(): Promise<void> {
  const { plan, chosen } = options();
  const startedMs = Date.now();
  const machine = machineFacts();
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}`);
  console.log(`load before: ${machine.load.join(" ")}${plan.quick ? "; quick: figures are not to be trusted" : ""}\n`);
  const stage = new SharedStage(plan);
  const sections: Section[] = [];
  const stop = () => void stage.end().then(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  try {
    for (const benchmark of chosen) {
      const section = await benchmark.run(stage);
      sections.push(section);
      console.log(renderSection(section));
    }
    console.log(renderAims(sections));
  } finally {
    await stage.end();
    writeReport(plan, machine, startedMs, sections);
  }
  console.log(`The same as JSON: ${reportPath}`);
  for (const problem of problems(sections)) {
    console.error(`can't be true: ${problem}`);
    process.exitCode = 1;
  }
}

await main();
