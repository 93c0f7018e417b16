// A worker's side of a run: one target, its seeds, and where it is just now in shared memory.
import { parentPort, workerData } from "node:worker_threads";
import { allTargets } from "./all.ts";
import { runTarget } from "./run-target.ts";

export interface WorkerTask {
  readonly target: string;
  /** Run first, whatever the range. */
  readonly kept: readonly number[];
  readonly first: number;
  readonly count: number;
  /** One number: the seed of the case that runs. */
  readonly current: Float64Array;
}

function* seedsOf({ kept, first, count }: WorkerTask): Generator<number> {
  yield* kept;
  for (let index = 0; index < count; index++) yield first + index;
}

const task = workerData as WorkerTask;
const target = allTargets.find(({ name }) => name === task.target);
if (target === undefined) throw new Error(`no target ${task.target}`);
const run = await runTarget(target, seedsOf(task), (seed) => {
  task.current[0] = seed;
});
parentPort?.postMessage(run);
