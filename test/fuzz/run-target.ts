// Runs one target over seeds: in a worker, or in a test.
import { performance } from "node:perf_hooks";
import { SeededRandom } from "../../src/platform/simulated/random.ts";
import { caseMsMax, failuresMax } from "./limits.ts";
import type { Target, Try } from "./target.ts";

export interface SeedFailure {
  readonly target: string;
  readonly seed: number;
  readonly message: string;
}

export interface TargetRun {
  readonly target: string;
  readonly cases: number;
  readonly ms: number;
  /** The slowest case. */
  readonly slowestMs: number;
  readonly slowestSeed: number;
  readonly failures: readonly SeedFailure[];
}

/** `before` hears of each seed before its case runs: whoever watches knows which one never ended. */
export async function runTarget(
  target: Target,
  seeds: Iterable<number>,
  before: (seed: number) => void = () => {},
): Promise<TargetRun> {
  const attempt = target.prepare();
  const failures: SeedFailure[] = [];
  let [cases, slowestMs, slowestSeed] = [0, 0, 0];
  const startedMs = performance.now();
  for (const seed of seeds) {
    before(seed);
    cases += 1;
    const { ms, message } = await runSeed(attempt, seed);
    if (ms > slowestMs) [slowestMs, slowestSeed] = [ms, seed];
    if (message === undefined) continue;
    failures.push({ target: target.name, seed, message });
    if (failures.length >= failuresMax) break;
  }
  return { target: target.name, cases, ms: performance.now() - startedMs, slowestMs, slowestSeed, failures };
}

async function runSeed(attempt: Try, seed: number): Promise<{ readonly ms: number; readonly message?: string }> {
  const first = await timed(attempt, seed);
  if (first.message !== undefined || first.ms <= caseMsMax) return first;
  // A machine that does other things meanwhile stalls now and then, but hardly in the same case again.
  const again = await timed(attempt, seed);
  if (again.ms <= caseMsMax) return again;
  return { ms: again.ms, message: `took ${Math.round(first.ms)} ms, and ${Math.round(again.ms)} ms again` };
}

async function timed(attempt: Try, seed: number): Promise<{ readonly ms: number; readonly message?: string }> {
  const startedMs = performance.now();
  try {
    const result = attempt(new SeededRandom(seed), () => {});
    // Most targets are synchronous, and waiting for nothing costs more than their cases.
    if (result !== undefined) await result;
    return { ms: performance.now() - startedMs };
  } catch (error) {
    return { ms: performance.now() - startedMs, message: textOf(error) };
  }
}

/** One case again, with its inputs. */
export async function replay(
  target: Target,
  seed: number,
): Promise<{ inputs: unknown[]; failure: string | undefined }> {
  const inputs: unknown[] = [];
  const attempt = target.prepare();
  try {
    await attempt(new SeededRandom(seed), (input) => inputs.push(input));
    return { inputs, failure: undefined };
  } catch (error) {
    return { inputs, failure: textOf(error) };
  }
}

const stackLines = 12;

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const isOurs = error.name === "FuzzFailure";
  return isOurs ? error.message : (error.stack ?? error.message).split("\n").slice(0, stackLines).join("\n");
}
