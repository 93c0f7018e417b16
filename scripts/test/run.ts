// Runs the stages and sums them up.
// usage: npm test [-- STAGE ...]
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { none, oneTest } from "./counts.ts";
import { type DockerEngine, runningDocker, startPrivateDocker } from "./private-docker.ts";
import { endPrograms, type Stage, type StageContext } from "./stage.ts";
import { stages } from "./stages.ts";
import { type StageOutcome, summary } from "./summary.ts";
import { ensureSystemPackages } from "./system-packages.ts";

const root = resolve(import.meta.dirname, "../..");

interface Engine {
  readonly engine: DockerEngine | undefined;
  /** Why there is none. */
  readonly reason: string | undefined;
}

/** Prepares the machine for what was chosen, and no more. */
async function engineFor(chosen: readonly Stage[], environment: NodeJS.ProcessEnv): Promise<Engine> {
  if (chosen.every((stage) => stage.needs === "nothing")) return { engine: undefined, reason: undefined };
  if (process.platform !== "linux") return { engine: undefined, reason: "pods need Linux" };
  const lacking = ensureSystemPackages();
  if (!chosen.some((stage) => stage.needs === "engine")) return { engine: undefined, reason: lacking };
  if (process.getuid?.() !== 0) return { engine: undefined, reason: "pods need root" };
  const running = await runningDocker(environment);
  if (running !== undefined) return { engine: running, reason: lacking };
  if (lacking !== undefined) return { engine: undefined, reason: lacking };
  try {
    console.log("No Docker engine answers; starting one for the tests ...");
    return { engine: await startPrivateDocker(), reason: undefined };
  } catch (error) {
    return { engine: undefined, reason: (error as Error).message.split("\n")[0] };
  }
}

function environmentWith(engine: DockerEngine | undefined): NodeJS.ProcessEnv {
  const quiet = { ...process.env, WRANGLER_SEND_METRICS: "false" };
  if (engine === undefined) return quiet;
  return { ...quiet, DOCKER_HOST: `unix://${engine.socket}`, SKERRY_TEST_DOCKER: engine.socket };
}

async function runStages(context: StageContext, chosen: readonly Stage[], stop: AbortSignal): Promise<StageOutcome[]> {
  const outcomes: StageOutcome[] = [];
  for (const stage of chosen) {
    if (stop.aborted) {
      outcomes.push({ stage: stage.name, counts: none, seconds: 0, note: "not run: stopped" });
      continue;
    }
    console.log(`\n--- ${stage.name}`);
    const startedMs = Date.now();
    const result = await stage
      .run(context)
      .catch((error: Error) => ({ counts: oneTest(false), note: error.message.split("\n")[0] ?? "" }));
    const seconds = (Date.now() - startedMs) / 1000;
    outcomes.push({ stage: stage.name, counts: result.counts, seconds, note: result.note ?? "" });
  }
  return outcomes;
}

function stagesNamed(names: readonly string[]): readonly Stage[] {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(`no stage ${unknown.join(", ")}; there are: ${stages.map((stage) => stage.name).join(", ")}`);
    process.exit(2);
  }
  return stages.filter((stage) => names.length === 0 || names.includes(stage.name));
}

const chosen = stagesNamed(process.argv.slice(2));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stop.abort();
    endPrograms();
  });
}
const { engine, reason } = await engineFor(chosen, process.env);
try {
  const outcomes = await runStages({ root, noPods: reason, environment: environmentWith(engine) }, chosen, stop.signal);
  mkdirSync(join(root, "reports"), { recursive: true });
  writeFileSync(join(root, "reports/test.json"), `${JSON.stringify(outcomes, null, 2)}\n`);
  console.log(`\n${summary(outcomes)}`);
  const failed = outcomes.some((outcome) => outcome.counts.failed > 0);
  process.exitCode = failed || stop.signal.aborted ? 1 : 0;
} finally {
  await engine?.stop();
}
