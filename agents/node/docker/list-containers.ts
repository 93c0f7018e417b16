// The containers that carry certain labels, running or not.
import type { Docker } from "./client.ts";

export interface ContainerSummary {
  readonly Id: string;
  /** With leading slashes. */
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  /** Seconds since the epoch. */
  readonly Created: number;
  readonly State: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  /** For people: "Up 3 minutes". */
  readonly Status: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** `labels`: each "name" or "name=value"; all must match. `withStopped` (default true) includes those not running. */
export function listContainers(
  docker: Docker,
  { labels, withStopped = true }: { readonly labels: readonly string[]; readonly withStopped?: boolean },
): Promise<readonly ContainerSummary[]> {
  const filters = labels.length === 0 ? undefined : { label: labels };
  return docker.call({ method: "GET", path: "/containers/json", query: { all: withStopped, filters } });
}
