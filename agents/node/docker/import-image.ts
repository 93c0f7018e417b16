// Makes an image of a file system in a tar, without a registry.
import type { Readable } from "node:stream";
import type { Docker } from "./client.ts";
import { DockerError } from "./failure.ts";
import { IMPORT_TIMEOUT_MS } from "./limits.ts";
import { readLines } from "./read-lines.ts";

export interface ImportOptions {
  readonly repository: string;
  readonly tag: string;
  /** Dockerfile instructions: `ENTRYPOINT ["/pause"]`, `USER 65535:65535`. */
  readonly changes: readonly string[];
  readonly tar: Uint8Array | Readable;
  /** "linux/arm64"; the daemon's own when left out. */
  readonly platform?: string;
}

interface Progress {
  readonly status?: string;
  readonly error?: string;
}

/** The new image's id. Throws DockerError. */
export async function importImage(docker: Docker, options: ImportOptions): Promise<string> {
  const { repository, tag, changes, tar, platform } = options;
  const stream = await docker.stream({
    method: "POST",
    path: "/images/create",
    query: { fromSrc: "-", repo: repository, tag, changes, platform },
    content: { type: "application/x-tar", bytes: tar },
    timeoutMs: IMPORT_TIMEOUT_MS,
  });
  let id = "";
  for await (const line of readLines<Progress>(stream)) {
    if (line.error !== undefined) throw new DockerError({ type: "server-error", status: 200, message: line.error });
    id = line.status ?? id;
  }
  return id;
}
