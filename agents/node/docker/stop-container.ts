// Asks a container to stop, and kills it after its grace.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";
import { STOP_MARGIN_MS } from "./limits.ts";

export interface StopOptions {
  /** Whole seconds between the stop signal and SIGKILL. */
  readonly graceSeconds: number;
  readonly signal?: AbortSignal;
}

/** Returns when the container is down. The stop signal is the container's own (`StopSignal`). */
export async function stopContainer(
  docker: Docker,
  id: string,
  { graceSeconds, signal }: StopOptions,
): Promise<"stopped" | "not-running" | "gone"> {
  try {
    const status = await docker.perform({
      method: "POST",
      path: `/containers/${encodeURIComponent(id)}/stop`,
      query: { t: graceSeconds },
      timeoutMs: graceSeconds * 1000 + STOP_MARGIN_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    return status === 304 ? "not-running" : "stopped";
  } catch (error) {
    if (failureType(error) === "not-found") return "gone";
    throw error;
  }
}
