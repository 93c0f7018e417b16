// A container's output as Docker kept it.
import type { Readable } from "node:stream";
import type { Docker } from "./client.ts";

export interface LogOptions {
  readonly follow?: boolean;
  readonly timestamps?: boolean;
  /** Lines from the end. */
  readonly tail?: number;
  /** Seconds since the epoch, with a fraction if wanted. */
  readonly since?: number;
  readonly until?: number;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * The log as a stream: multiplexed (`OutputSplitter`) unless the container has a terminal.
 * Lines over 16 KiB come in parts, each with a timestamp. Throws DockerError (`not-found`).
 */
export function containerLogs(docker: Docker, id: string, options: LogOptions = {}): Promise<Readable> {
  const { follow, timestamps, tail, since, until, stdout = true, stderr = true, signal } = options;
  return docker.stream({
    method: "GET",
    path: `/containers/${encodeURIComponent(id)}/logs`,
    query: { stdout, stderr, follow, timestamps, tail, since, until },
    ...(signal === undefined ? {} : { signal }),
  });
}
