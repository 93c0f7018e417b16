// Runs a command in a running container to its end: lifecycle hooks and exec probes.
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "./client.ts";
import { createExec, startExec } from "./exec.ts";
import { execExitCode } from "./exec-exit-code.ts";
import { OutputSplitter } from "./split-output.ts";

export interface CommandOutcome {
  /** Undefined when it did not end in time, or Docker does not tell. */
  readonly exitCode: number | undefined;
  /** Of both streams, in the order they came, at most `outputBytesMax`. */
  readonly output: string;
  readonly timedOut: boolean;
}

export interface CommandOptions {
  readonly command: readonly string[];
  readonly timeoutMs: number;
  readonly outputBytesMax: number;
  readonly timers: Timers;
  readonly signal?: AbortSignal;
}

/** Throws DockerError when it can't be started. One that is out of time is left behind: Docker has no way to end it. */
export async function runInContainer(docker: Docker, id: string, options: CommandOptions): Promise<CommandOutcome> {
  const { command, timeoutMs, outputBytesMax, timers, signal } = options;
  const execId = await createExec(docker, id, { command });
  const stream = await startExec(docker, execId, { tty: false, ...(signal === undefined ? {} : { signal }) });
  let timedOut = false;
  const cancel = timers.after(timeoutMs, () => {
    timedOut = true;
    stream.destroy();
  });
  const splitter = new OutputSplitter();
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (const piece of splitter.split(chunk)) {
        const kept = piece.bytes.subarray(0, Math.max(0, outputBytesMax - bytes));
        bytes += kept.length;
        pieces.push(Buffer.from(kept));
      }
    }
  } catch (error) {
    if (!timedOut) throw error;
  } finally {
    cancel();
    stream.destroy();
  }
  const output = Buffer.concat(pieces).toString("utf8");
  if (timedOut || signal?.aborted) return { exitCode: undefined, output, timedOut };
  return { exitCode: await execExitCode(docker, timers, execId), output, timedOut: false };
}
