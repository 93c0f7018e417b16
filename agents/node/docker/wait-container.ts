// Waits for a container to stop.
import type { Docker } from "./client.ts";
import { failureType } from "./failure.ts";
import { readWhole } from "./read-whole.ts";

/** The exit code; undefined when there is no such container. Waits for ever unless `signal` fires. */
export async function waitContainer(docker: Docker, id: string, signal?: AbortSignal): Promise<number | undefined> {
  try {
    const stream = await docker.stream({
      method: "POST",
      path: `/containers/${encodeURIComponent(id)}/wait`,
      ...(signal === undefined ? {} : { signal }),
    });
    // Docker sends the head at once and the body when the container is down.
    return (JSON.parse(await readWhole(stream)) as { StatusCode: number }).StatusCode;
  } catch (error) {
    if (failureType(error) === "not-found") return undefined;
    throw error;
  }
}
