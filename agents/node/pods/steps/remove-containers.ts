// Removes containers with all that Docker keeps of them.
import { removeContainer } from "../../docker/remove-container.ts";
import type { PodRuntime } from "../runtime.ts";

/** Running ones are killed. Throws the first DockerError, after having tried all. */
export async function removeContainers(runtime: PodRuntime, ids: readonly string[]): Promise<void> {
  const outcomes = await Promise.allSettled(
    ids.map(async (id) => {
      await removeContainer(runtime.docker, id, { force: true });
      runtime.view.forget(id);
    }),
  );
  const failed = outcomes.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
