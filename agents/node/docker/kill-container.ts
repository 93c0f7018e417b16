// Sends a signal to a container's first process.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";

/** `signal` as "SIGKILL" or a number. */
export async function killContainer(
  docker: Docker,
  id: string,
  signal = "SIGKILL",
): Promise<"signalled" | "not-running" | "gone"> {
  try {
    await docker.perform({ method: "POST", path: `/containers/${encodeURIComponent(id)}/kill`, query: { signal } });
    return "signalled";
  } catch (error) {
    if (failureType(error) === "not-found") return "gone";
    if (failureType(error) === "conflict") return "not-running";
    throw error;
  }
}
