// Starts a container that was created.
import type { Docker } from "./client.ts";
import { START_TIMEOUT_MS } from "./limits.ts";

/** Throws DockerError: `bad-parameter` or `server-error` with the runtime's words when the process can't be started. */
export async function startContainer(docker: Docker, id: string): Promise<"started" | "already-running"> {
  const path = `/containers/${encodeURIComponent(id)}/start`;
  const status = await docker.perform({ method: "POST", path, timeoutMs: START_TIMEOUT_MS });
  return status === 304 ? "already-running" : "started";
}
