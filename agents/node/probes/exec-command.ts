// Runs a command in a container for a limited time; what is out of time is killed, or it would go on for as long as the container.
import { readFile } from "node:fs/promises";
import type { Duplex } from "node:stream";
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "../docker/client.ts";
import { createExec, inspectExec, startExec } from "../docker/exec.ts";
import { execExitCode } from "../docker/exec-exit-code.ts";
import { OutputSplitter } from "../docker/split-output.ts";
import { OUTPUT_BYTES_MAX } from "./limits.ts";

export interface ExecCommand {
  readonly docker: Docker;
  readonly timers: Timers;
  readonly containerId: string;
  readonly command: readonly string[];
  /** Undefined: as long as it takes. */
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
}

export type CommandEnd =
  /** `output`: of both streams, as Docker hands them over: which came first it doesn't know. */
  | { readonly type: "exited"; readonly code: number; readonly output: string }
  | { readonly type: "timed-out" }
  /** It could not be run, or nobody can say how it ended. */
  | { readonly type: "failed"; readonly message: string };

/** Never rejects. */
export async function execCommand(input: ExecCommand): Promise<CommandEnd> {
  const { docker, timers, containerId, command, timeoutMs, signal } = input;
  let execId: string | undefined;
  let isOver = false;
  try {
    execId = await createExec(docker, containerId, { command });
    const stream = await startExec(docker, execId, { tty: false, signal });
    const cancel =
      timeoutMs === undefined
        ? () => {}
        : timers.after(timeoutMs, () => {
            isOver = true;
            stream.destroy();
          });
    const output = await outputOf(stream).finally(cancel);
    if (!isOver && !signal.aborted) {
      const code = await execExitCode(docker, timers, execId);
      return code === undefined ? { type: "failed", message: "no exit code" } : { type: "exited", code, output };
    }
  } catch (error) {
    if (!isOver && !signal.aborted)
      return { type: "failed", message: String(error instanceof Error ? error.message : error) };
  }
  if (execId !== undefined) await kill(docker, execId, containerId).catch(() => undefined);
  return isOver ? { type: "timed-out" } : { type: "failed", message: "nobody waits for it any more" };
}

async function outputOf(stream: Duplex): Promise<string> {
  const splitter = new OutputSplitter();
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (const piece of splitter.split(chunk)) {
        const kept = piece.bytes.subarray(0, Math.max(0, OUTPUT_BYTES_MAX - bytes));
        bytes += kept.length;
        pieces.push(Buffer.from(kept));
      }
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** Docker has no call for it; its process is this host's. Only if that process is really in that container. */
async function kill(docker: Docker, execId: string, containerId: string): Promise<void> {
  const { Running, Pid } = await inspectExec(docker, execId);
  if (!Running || Pid <= 0) return;
  const cgroups = await readFile(`/proc/${Pid}/cgroup`, "utf8");
  if (cgroups.includes(containerId)) process.kill(Pid, "SIGKILL");
}
