// What a process writes, sent as fast as the client takes it.
import type { Readable } from "node:stream";
import { commandChannels } from "../../../src/tunnel/channels.ts";
import { OutputSplitter } from "../docker/split-output.ts";
import type { ServedStream } from "../link/session.ts";
import { outputRuns } from "./output-runs.ts";

export interface OutputOptions {
  /** Raw bytes, all on stdout. */
  readonly tty: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
}

/** Resolves when the output has ended; throws when its connection breaks. Not reading is what makes the process wait. */
export async function sendOutput(output: Readable, stream: ServedStream, options: OutputOptions): Promise<void> {
  const splitter = new OutputSplitter();
  for await (const chunk of output as AsyncIterable<Buffer>) {
    if (options.tty) {
      stream.end.send(commandChannels.stdout, chunk);
    } else {
      for (const piece of outputRuns(splitter, chunk)) {
        if (options[piece.stream]) stream.end.send(commandChannels[piece.stream], piece.bytes);
      }
    }
    await stream.ready();
  }
}

/** What a Status says about how the process ended. Kubernetes: staging/src/k8s.io/kubelet/pkg/cri/streaming/remotecommand/exec.go ServeExec */
export function exitStatus(code: number): unknown {
  if (code === 0) return { metadata: {}, status: "Success" };
  return {
    metadata: {},
    status: "Failure",
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: "NonZeroExitCode",
    details: { causes: [{ reason: "ExitCode", message: String(code) }] },
  };
}

const encoder = new TextEncoder();

/** The last word on a command's stream. */
export function finishWith(stream: ServedStream, status: unknown): void {
  stream.end.send(commandChannels.error, encoder.encode(JSON.stringify(status)));
  stream.end.finish();
}
