// The last lines of a container's output, both streams together.
import type { Docker } from "./client.ts";
import { containerLogs } from "./container-logs.ts";
import { OutputSplitter } from "./split-output.ts";

export interface LogTailOptions {
  readonly lines: number;
  /** Of these lines, only so much from the end is kept. */
  readonly bytesMax: number;
  /** The container has a terminal: its output isn't multiplexed. */
  readonly tty: boolean;
}

/** Throws DockerError. */
export async function logTail(docker: Docker, id: string, options: LogTailOptions): Promise<Buffer> {
  const { lines, bytesMax, tty } = options;
  const splitter = new OutputSplitter();
  let kept: Buffer = Buffer.alloc(0);
  for await (const chunk of (await containerLogs(docker, id, { tail: lines })) as AsyncIterable<Buffer>) {
    const pieces = tty ? [chunk] : [...splitter.split(chunk)].map(({ bytes }) => bytes);
    const all = Buffer.concat([kept, ...pieces]);
    kept = all.subarray(Math.max(0, all.length - bytesMax));
  }
  return kept;
}
