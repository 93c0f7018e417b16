// Connects to the first process of a running container.
import type { Duplex } from "node:stream";
import type { Docker } from "./client.ts";

export interface AttachOptions {
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * The raw connection: write = stdin, read = output from now on, multiplexed (`OutputSplitter`) unless the container has
 * a terminal. Closing it leaves the container running. Throws DockerError.
 */
export function attachContainer(docker: Docker, id: string, options: AttachOptions): Promise<Duplex> {
  const { stdin = false, stdout = true, stderr = true, signal } = options;
  return docker.hijack({
    method: "POST",
    path: `/containers/${encodeURIComponent(id)}/attach`,
    query: { stream: true, stdin, stdout, stderr },
    ...(signal === undefined ? {} : { signal }),
  });
}
