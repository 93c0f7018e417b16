// Runs a target in a worker and watches it: a case that never ends, or takes all memory, is a failure with its seed.
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { hangMs, heapMb, stackMb } from "./limits.ts";
import type { TargetRun } from "./run-target.ts";
import type { WorkerTask } from "./worker.ts";

const pollMs = 500;

export function watchTarget(task: Omit<WorkerTask, "current">): Promise<TargetRun> {
  const current = new Float64Array(new SharedArrayBuffer(8));
  const startedMs = performance.now();
  const worker = new Worker(join(import.meta.dirname, "worker.ts"), {
    workerData: { ...task, current } satisfies WorkerTask,
    resourceLimits: { stackSizeMb: stackMb, maxOldGenerationSizeMb: heapMb },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  return new Promise((resolve) => {
    let [lastSeed, sinceMs] = [Number.NaN, performance.now()];
    const watch = setInterval(() => {
      const seed = current[0] as number;
      if (seed !== lastSeed) [lastSeed, sinceMs] = [seed, performance.now()];
      else if (performance.now() - sinceMs > hangMs) end(`does not end within ${hangMs / 1000} s`);
    }, pollMs);
    function finish(run: TargetRun): void {
      clearInterval(watch);
      resolve(run);
    }
    function end(message: string): void {
      const seed = current[0] as number;
      const ms = performance.now() - startedMs;
      finish({
        target: task.target,
        cases: 0,
        ms,
        slowestMs: ms,
        slowestSeed: seed,
        failures: [{ target: task.target, seed, message }],
      });
      void worker.terminate();
    }
    worker.on("message", finish);
    worker.on("error", (error: Error) => end(error.stack ?? error.message));
  });
}
