// What a stage of `npm test` is, and what it gets.
import { type ChildProcess, spawn } from "node:child_process";
import type { Counts } from "./counts.ts";

export interface StageContext {
  readonly root: string;
  /** Why pods can't run on this machine; undefined when they can. */
  readonly noPods: string | undefined;
  /** For every process of every stage. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface StageResult {
  readonly counts: Counts;
  readonly note?: string;
}

export interface Stage {
  readonly name: string;
  /** What must be on the machine before it: packages of the system, or a Docker engine too. */
  readonly needs: "nothing" | "packages" | "engine";
  run(context: StageContext): Promise<StageResult>;
}

const running = new Set<ChildProcess>();

/** Runs a program with our terminal; resolves to whether it ended with 0. With `capture`, its output comes back, too. */
export function runProgram(
  context: StageContext,
  parameters: readonly string[],
  capture = false,
): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, parameters, {
      cwd: context.root,
      env: context.environment,
      stdio: ["ignore", capture ? "pipe" : "inherit", capture ? "pipe" : "inherit"],
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => {
      running.delete(child);
      resolve({ ok: code === 0, output });
    });
  });
}

/** Asks everything that still runs to end. */
export function endPrograms(): void {
  for (const child of running) child.kill("SIGTERM");
}
