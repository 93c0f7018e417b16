// The images of the host.
import type { Docker } from "./client.ts";

export interface ImageSummary {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Size: number;
  /** Seconds since the epoch. */
  readonly Created: number;
  readonly Labels: Readonly<Record<string, string>> | null;
}

export function listImages(docker: Docker): Promise<readonly ImageSummary[]> {
  return docker.call({ method: "GET", path: "/images/json" });
}
