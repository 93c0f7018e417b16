// exec: a further process in a container, joined to a client.
import type { Duplex } from "node:stream";
import type { ExecHeader } from "../../../src/tunnel/headers.ts";
import { createExec, inspectExec, resizeExec, startExec } from "../docker/exec.ts";
import { execExitCode } from "../docker/exec-exit-code.ts";
import type { ServedStream } from "../link/session.ts";
import { CommandInput } from "./command-input.ts";
import { exitStatus, finishWith, sendOutput } from "./command-output.ts";
import { internalError, messageOf, type StreamContext } from "./context.ts";
import { findRunning } from "./find-container.ts";

export function serveExec(header: ExecHeader, stream: ServedStream, context: StreamContext): void {
  const input = new CommandInput(stream.end, context.spoolDirectory);
  let leave = () => {};
  stream.end.listen({
    data: (channel, bytes) => input.data(channel, bytes),
    ended: (channel) => input.ended(channel),
    closed() {
      input.destroy();
      leave();
    },
  });
  void run(header, stream, context, input, (onLeft) => {
    leave = onLeft;
  });
}

async function run(
  header: ExecHeader,
  stream: ServedStream,
  context: StreamContext,
  input: CommandInput,
  whenLeft: (onLeft: () => void) => void,
): Promise<void> {
  const { docker, timers } = context;
  try {
    const container = await findRunning(docker, header.pod, header.container);
    if (container === undefined) {
      stream.end.reject(
        internalError(`unable to upgrade connection: container not found (${JSON.stringify(header.container)})`),
      );
      return;
    }
    const exec = await createExec(docker, container, header);
    const process = await startExec(docker, exec, { tty: header.tty });
    const left = () => void abandon(process, exec, header.tty, context);
    whenLeft(left);
    // The client may have gone while the process was being started.
    if (stream.end.state === "closed") left();
    stream.end.accept();
    input.connect(process, (size) => void resizeExec(docker, exec, size).catch(() => undefined));
    await sendOutput(process, stream, header);
    input.destroy();
    const code = await execExitCode(docker, timers, exec);
    if (code === undefined) throw new Error("the exit code is unknown");
    finishWith(stream, exitStatus(code));
  } catch (error) {
    fail(stream, error);
  }
}

function fail(stream: ServedStream, error: unknown): void {
  const header = internalError(`error executing command in container: ${messageOf(error)}`);
  if (stream.end.state === "opening") stream.end.reject(header);
  else stream.end.reset(header.message);
}

/**
 * The client has left. A terminal hangs up, as a real one would; any other process is told by its broken output when
 * it next writes, as if its pipe were gone. Docker itself would keep it running, and swallow what it writes, for ever.
 */
async function abandon(process: Duplex, exec: string, tty: boolean, context: StreamContext): Promise<void> {
  process.end();
  if (!tty) {
    // The loop that reads the output goes on; sending to a closed stream does nothing.
    process.once("data", () => void kill("SIGPIPE"));
    return;
  }
  await kill("SIGHUP");
  process.destroy();

  async function kill(signal: "SIGHUP" | "SIGPIPE"): Promise<void> {
    const state = await inspectExec(context.docker, exec).catch(() => undefined);
    if (state?.Running === true && state.Pid > 0) context.signal(state.Pid, signal);
  }
}
