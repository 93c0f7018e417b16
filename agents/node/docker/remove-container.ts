// Removes a container with its writable layer, anonymous volumes and log.
import type { Docker } from "./client.ts";
import { DockerError, failureType } from "./failure.ts";

/** With `force` a running one is killed first. One that is already being removed counts as gone. */
export async function removeContainer(
  docker: Docker,
  id: string,
  { force }: { readonly force: boolean },
): Promise<"removed" | "gone"> {
  try {
    const path = `/containers/${encodeURIComponent(id)}`;
    await docker.perform({ method: "DELETE", path, query: { force, v: true } });
    return "removed";
  } catch (error) {
    if (failureType(error) === "not-found") return "gone";
    if (error instanceof DockerError && /removal of container .* is already in progress/.test(error.message)) {
      return "gone";
    }
    throw error;
  }
}
