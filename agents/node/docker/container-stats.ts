// What a running container has used so far.
import type { Docker } from "./client.ts";

export interface ContainerStats {
  /** RFC 3339: when it was measured. */
  readonly read: string;
  readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number } };
  /** Empty when the container doesn't run. */
  readonly memory_stats: {
    readonly usage?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
}

/** One measurement: without "one-shot" Docker takes a second for two. */
export function containerStats(docker: Docker, id: string): Promise<ContainerStats> {
  const query = { stream: false, "one-shot": true };
  return docker.call<ContainerStats>({ method: "GET", path: `/containers/${id}/stats`, query });
}
