// What one image is: its id, digests and defaults.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";

export interface ImageDetails {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Size: number;
  readonly Architecture: string;
  readonly Config: {
    readonly User: string;
    readonly Env: readonly string[] | null;
    readonly Entrypoint: readonly string[] | null;
    readonly Cmd: readonly string[] | null;
    readonly WorkingDir: string;
    readonly StopSignal?: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
  };
}

/** `reference`: a name, name:tag, name@digest or id. Undefined when it isn't here. */
export async function inspectImage(docker: Docker, reference: string): Promise<ImageDetails | undefined> {
  try {
    // Docker routes on the whole rest of the path: slashes in names stay.
    return await docker.call<ImageDetails>({ method: "GET", path: `/images/${encodeReference(reference)}/json` });
  } catch (error) {
    if (failureType(error) === "not-found") return undefined;
    throw error;
  }
}

/** Percent-encodes a reference for a path, but for the characters that references are made of. */
export function encodeReference(reference: string): string {
  return encodeURIComponent(reference).replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%40", "@");
}
