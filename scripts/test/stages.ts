// The stages of `npm test`, in order: what fails fast comes first.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  addCounts,
  benchCounts,
  type Counts,
  fuzzCounts,
  fuzzNote,
  none,
  oneTest,
  simulationCounts,
  vitestCounts,
} from "./counts.ts";
import { runProgram, type Stage, type StageContext, type StageResult } from "./stage.ts";

/** Seeds of the simulation in every run of the tests. */
const simulationSeeds = 1000;

const runner = "scripts/run.mjs";

/** A tool's own report in reports/; an earlier run's is removed first, so that it can't be taken for this one's. */
function freshReport(context: StageContext, name: string): string {
  const path = join(context.root, "reports", `${name}.json`);
  mkdirSync(join(context.root, "reports"), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

function readReport(path: string, counts: (report: unknown) => Counts, ok: boolean): Counts {
  if (!existsSync(path)) return oneTest(false);
  const found = counts(JSON.parse(readFileSync(path, "utf8")));
  return !ok && found.failed === 0 ? addCounts([found, oneTest(false)]) : found;
}

/** `before` is how vitest is started; a runner of its own passes its parameters on to vitest. */
async function runVitest(context: StageContext, name: string, before: readonly string[]): Promise<StageResult> {
  const report = freshReport(context, `test-${name.replace(" ", "-")}`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const { ok, output } = await runProgram(context, [...before, ...reporters], true);
  // A runner that can't run here says so and ends well, without a report.
  const reason = /tests not run: (.*)/.exec(output)?.[1];
  if (ok && reason !== undefined && !existsSync(report)) return { counts: none, note: `not run: ${reason}` };
  return { counts: readReport(report, vitestCounts, ok) };
}

function vitestStage(name: string, needs: Stage["needs"], parameters: readonly string[]): Stage {
  return {
    name,
    needs,
    run: (context) => runVitest(context, name, [runner, "node_modules/vitest/vitest.mjs", "run", ...parameters]),
  };
}

/** Tools that answer yes or no. */
function toolStage(name: string, tools: readonly (readonly string[])[]): Stage {
  return {
    name,
    needs: "nothing",
    async run(context) {
      const counts: Counts[] = [];
      for (const tool of tools) counts.push(oneTest((await runProgram(context, tool)).ok));
      return { counts: addCounts(counts) };
    },
  };
}

/** A stage whose tests start pods on this machine. */
function podStage(stage: Stage): Stage {
  return {
    ...stage,
    async run(context) {
      if (context.noPods !== undefined) return { counts: none, note: `not run: ${context.noPods}` };
      return stage.run(context);
    },
  };
}

const simulation: Stage = {
  name: "simulation",
  needs: "nothing",
  async run(context) {
    const report = freshReport(context, "simulate");
    const parameters = [runner, "test/simulation/simulate.ts", "--seeds", String(simulationSeeds)];
    const { ok } = await runProgram(context, parameters);
    return { counts: readReport(report, simulationCounts, ok) };
  },
};

/** A million hostile and random inputs. */
const fuzz: Stage = {
  name: "fuzz",
  needs: "nothing",
  async run(context) {
    const report = freshReport(context, "fuzz");
    const { ok } = await runProgram(context, [runner, "test/fuzz/fuzz.ts"]);
    const note = existsSync(report) ? fuzzNote(JSON.parse(readFileSync(report, "utf8"))) : "";
    return { counts: readReport(report, fuzzCounts, ok), note };
  },
};

/** The benchmarks, short: that all of them work and their figures can be true, not that these are good. */
const bench: Stage = {
  name: "bench",
  needs: "nothing",
  async run(context) {
    const report = freshReport(context, "bench");
    const { ok } = await runProgram(context, ["bench/run.mjs", "--quick"]);
    return { counts: readReport(report, benchCounts, ok) };
  },
};

/** Upstream's conformance tests, as far as they are written here; those that run pods where pods can run. */
const conformance: Stage = {
  name: "conformance",
  needs: "engine",
  async run(context) {
    const report = freshReport(context, "conformance-run");
    const projects = ["api", ...(context.noPods === undefined ? ["pods"] : [])];
    const parameters = projects.flatMap((project) => ["--project", project]);
    const { ok, output } = await runProgram(context, [runner, "test/conformance/run.ts", ...parameters], true);
    const sum = /^\d+ passed, .* of \d+$/m.exec(output)?.[0] ?? "";
    const note = context.noPods === undefined ? sum : `${sum}; without pods: ${context.noPods}`;
    return { counts: readReport(report, vitestCounts, ok), note };
  },
};

/** What Cloudflare's network would get: made, measured, and thrown away. */
const deploy: Stage = {
  name: "deploy",
  needs: "nothing",
  async run(context) {
    const parameters = [runner, "node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run"];
    const { ok, output } = await runProgram(context, [...parameters, "--outdir", "dist/deploy"], true);
    const size = /gzip: ([\d.]+ \w+)/.exec(output)?.[1];
    return { counts: oneTest(ok), note: size === undefined ? "" : `bundle ${size} gzip` };
  },
};

/** `project` of the end-to-end tests. */
function endToEndStage(name: string, needs: Stage["needs"], project: string): Stage {
  return vitestStage(name, needs, ["--config", "test/e2e/vitest.config.ts", "--project", project]);
}

export const stages: readonly Stage[] = [
  toolStage("lint", [["node_modules/@biomejs/biome/bin/biome", "check", "."]]),
  toolStage("types", [
    ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
    ["node_modules/typescript/bin/tsc", "-p", "tsconfig.node.json"],
  ]),
  vitestStage("tidy", "nothing", ["--project", "unit", "test/tidy"]),
  toolStage("build", [[runner, "scripts/build.ts"]]),
  // Some use an engine when there is one, and say so when they are skipped without.
  vitestStage("unit", "engine", ["--project", "unit", "--exclude", "test/tidy/**"]),
  vitestStage("workers", "nothing", [
    "--project",
    "workers",
    "--project",
    "workers-link",
    "--project",
    "workers-objects",
  ]),
  simulation,
  fuzz,
  deploy,
  { name: "network", needs: "packages", run: (context) => runVitest(context, "network", ["test/network/run.mjs"]) },
  vitestStage("tunnel", "engine", ["--config", "test/tunnel/vitest.config.ts"]),
  bench,
  conformance,
  vitestStage("clients", "packages", ["--config", "test/clients/vitest.config.ts"]),
  endToEndStage("front door", "nothing", "front-door"),
  podStage(endToEndStage("stories", "engine", "stories")),
  podStage(endToEndStage("alone", "engine", "alone")),
];
