// Gives running containers other limits, and their pod with them.
import type { Pod } from "../../../../src/kinds/facts/types.gen.ts";
import type { ContainerLimits } from "../../docker/update-container.ts";
import { updateContainer } from "../../docker/update-container.ts";
import type { PodMemory } from "../pod-memory.ts";
import { retryDelayMs } from "../retry-delay.ts";
import type { PodRuntime } from "../runtime.ts";
import { textOf } from "./start-problem.ts";

export interface ContainerResize {
  readonly id: string;
  readonly name: string;
  readonly limits: ContainerLimits;
}

/** What the kernel refuses (less memory than is in use) is told, and tried again later. */
export async function resizeContainers(
  { docker, view, cgroups, events, clock, random, log }: PodRuntime,
  pod: Pod,
  memory: PodMemory,
  resizes: readonly ContainerResize[],
): Promise<void> {
  if (resizes.length === 0) return;
  // A pod's own bound may be in the way of its containers' when they grow, and theirs in the way of its own when they shrink.
  await cgroups.apply(pod, { mayFail: true });
  for (const { id, name, limits } of resizes) {
    try {
      await updateContainer(docker, id, limits);
      memory.resizeFailures.delete(name);
    } catch (error) {
      const count = (memory.resizeFailures.get(name)?.count ?? 0) + 1;
      const retryAtMs = clock.now() + retryDelayMs(count, random);
      memory.resizeFailures.set(name, { message: textOf(error), retryAtMs, count });
      events.record(pod, "Warning", "ResizeError", `Error resizing container ${name}: ${textOf(error)}`, name);
      log.info("container not resized", { container: name, error: textOf(error), retryAtMs });
    }
    await view.refresh(id);
  }
  await cgroups.apply(pod);
}
