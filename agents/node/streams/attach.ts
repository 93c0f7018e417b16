// attach: a client joined to a container's first process.
import type { AttachHeader } from "../../../src/tunnel/headers.ts";
import { attachContainer } from "../docker/attach-container.ts";
import { inspectContainer } from "../docker/inspect-container.ts";
import { resizeContainer } from "../docker/resize-container.ts";
import type { ServedStream } from "../link/session.ts";
import { CommandInput } from "./command-input.ts";
import { exitStatus, finishWith, sendOutput } from "./command-output.ts";
import { internalError, messageOf, type StreamContext } from "./context.ts";
import { findRunning } from "./find-container.ts";

export function serveAttach(header: AttachHeader, stream: ServedStream, context: StreamContext): void {
  const input = new CommandInput(stream.end, context.spoolDirectory);
  const left = new AbortController();
  stream.end.listen({
    data: (channel, bytes) => input.data(channel, bytes),
    ended: (channel) => input.ended(channel),
    // Leaving must not stop the process: only the connection goes.
    closed() {
      input.destroy();
      left.abort();
    },
  });
  void join(header, stream, context, input, left.signal);
}

async function join(
  header: AttachHeader,
  stream: ServedStream,
  { docker }: StreamContext,
  input: CommandInput,
  signal: AbortSignal,
): Promise<void> {
  const { stdin, stdout, stderr } = header;
  try {
    const running = await findRunning(docker, header.pod, header.container);
    const details = running === undefined ? undefined : await inspectContainer(docker, running);
    if (details === undefined) {
      stream.end.reject(
        internalError(`unable to upgrade connection: container not found (${JSON.stringify(header.container)})`),
      );
      return;
    }
    // What the container has decides, not what the client believes.
    const tty = details.Config.Tty;
    const process = await attachContainer(docker, details.Id, { stdin, stdout: stdout || tty, stderr, signal });
    stream.end.accept();
    input.connect(process, (size) => void resizeContainer(docker, details.Id, size).catch(() => undefined));
    await sendOutput(process, stream, { tty, stdout, stderr });
    input.destroy();
    finishWith(stream, exitStatus(0));
  } catch (error) {
    const failure = internalError(`error attaching to container: ${messageOf(error)}`);
    if (stream.end.state === "opening") stream.end.reject(failure);
    else stream.end.reset(failure.message);
  }
}
