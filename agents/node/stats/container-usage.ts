// Asks Docker what each container of this node's pods has used.

import type { Docker } from "../docker/client.ts";
import { containerStats } from "../docker/container-stats.ts";
import { failureType } from "../docker/failure.ts";
import { listContainers } from "../docker/list-containers.ts";
import { label } from "../pods/container/container-name.ts";
import { type Usage, usageOf } from "./summary.ts";

/** By pod's uid and container's name. */
export async function containerUsage(
  docker: Docker,
  agentId: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Usage>>> {
  const labels = [`${label.agent}=${agentId}`, `${label.type}=container`];
  const running = await listContainers(docker, { labels, withStopped: false });
  const found = new Map<string, Map<string, Usage>>();
  await Promise.all(
    running.map(async ({ Id, Labels }) => {
      const usage = await usageNow(docker, Id);
      if (usage === undefined) return;
      const uid = Labels?.[label.podUid] ?? "";
      const ofPod = found.get(uid) ?? new Map<string, Usage>();
      found.set(uid, ofPod.set(Labels?.[label.container] ?? "", usage));
    }),
  );
  return found;
}

/** Undefined: it has ended meanwhile. */
async function usageNow(docker: Docker, id: string): Promise<Usage | undefined> {
  try {
    return usageOf(await containerStats(docker, id));
  } catch (error) {
    if (failureType(error) === "not-found") return undefined;
    throw error;
  }
}
