// The load generator, from outside.
import { type ChildProcess, fork } from "node:child_process";
import { resolve } from "node:path";
import type { Answer, Job, JobResult, LoadJob, LoadResult, WatchJob, WatchResult } from "./jobs.ts";

export class Generator {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(resolve(import.meta.dirname, "process.ts"), {
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=64"],
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  load(job: Omit<LoadJob, "type">): Promise<LoadResult> {
    return this.#run({ type: "load", ...job }) as Promise<LoadResult>;
  }

  watch(job: Omit<WatchJob, "type">): Promise<WatchResult> {
    return this.#run({ type: "watch", ...job }) as Promise<WatchResult>;
  }

  stop(): void {
    this.#child.kill();
  }

  /** One at a time. Rejects with what the server refused. */
  #run(job: Job): Promise<JobResult> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error("the load generator ended"));
      child.once("exit", ended);
      child.once("message", (answer: Answer) => {
        child.off("exit", ended);
        if (answer.type === "result") resolve(answer.result);
        else reject(new Error(answer.message));
      });
      child.send(job);
    });
  }
}
