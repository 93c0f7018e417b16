// The exit code of an exec whose output has ended.
import type { Timers } from "../../../src/platform/timers.ts";
import type { Docker } from "./client.ts";
import { inspectExec } from "./exec.ts";
import { EXIT_CODE_TRIES, EXIT_CODE_WAIT_MS } from "./limits.ts";

/** Docker may publish the code a moment after the stream's end; undefined when it never does. cri-dockerd: core/exec.go */
export async function execExitCode(docker: Docker, timers: Timers, execId: string): Promise<number | undefined> {
  for (let tries = 0; tries < EXIT_CODE_TRIES; tries += 1) {
    const state = await inspectExec(docker, execId);
    if (!state.Running && state.ExitCode !== null) return state.ExitCode;
    await timers.sleep(EXIT_CODE_WAIT_MS * 2 ** tries);
  }
  return undefined;
}
