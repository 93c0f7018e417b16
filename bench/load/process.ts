// The load generator's own process: one job after the other, so that it shares as little as possible with what it measures.
import type { Answer, Job, JobResult } from "./jobs.ts";
import { runLoad } from "./run-load.ts";
import { runWatch } from "./run-watch.ts";

function run(job: Job): Promise<JobResult> {
  switch (job.type) {
    case "load":
      return runLoad(job);
    case "watch":
      return runWatch(job);
  }
}

function answer(given: Answer): void {
  process.send?.(given);
}

process.on("message", (job: Job) => {
  run(job).then(
    (result) => answer({ type: "result", result }),
    (error: Error) => answer({ type: "failed", message: error.message }),
  );
});
process.on("disconnect", () => process.exit());
