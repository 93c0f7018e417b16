// Fetches an image from its registry.
import type { Docker } from "./client.ts";
import { DockerError } from "./failure.ts";
import { PULL_HEAD_TIMEOUT_MS } from "./limits.ts";
import { readLines } from "./read-lines.ts";

export interface RegistryCredentials {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
  readonly serveraddress?: string;
}

export interface PullOptions {
  readonly repository: string;
  /** A tag, or a digest ("sha256:..."). */
  readonly tag: string;
  readonly credentials?: RegistryCredentials;
  readonly signal?: AbortSignal;
  /** Called whenever Docker reports anything: the sign of life that a progress timeout watches. */
  readonly onProgress?: () => void;
}

interface Progress {
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** Returns when the image is here. Throws DockerError with the registry's words: also when they come after a 200. */
export async function pullImage(docker: Docker, options: PullOptions): Promise<void> {
  const { repository, tag, credentials, signal, onProgress } = options;
  const stream = await docker.stream({
    method: "POST",
    path: "/images/create",
    query: { fromImage: repository, tag },
    timeoutMs: PULL_HEAD_TIMEOUT_MS,
    ...(credentials === undefined ? {} : { headers: { "X-Registry-Auth": encodeCredentials(credentials) } }),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    for await (const line of readLines<Progress>(stream)) {
      onProgress?.();
      if (line.error !== undefined) {
        const message = line.errorDetail?.message ?? line.error;
        throw new DockerError({ type: "server-error", status: 200, message });
      }
    }
  } finally {
    stream.destroy();
  }
}

/** base64url WITH padding: without it Docker ignores the credentials and says "no basic auth credentials". */
export function encodeCredentials(credentials: RegistryCredentials): string {
  const text = Buffer.from(JSON.stringify(credentials)).toString("base64");
  return text.replaceAll("+", "-").replaceAll("/", "_");
}
