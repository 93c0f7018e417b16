// Removes everything that an agent with this data folder has made on this host: `agent.cjs purge`.

import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { AgentPlatform } from "./agent.ts";
import { agentIdOf } from "./config.ts";
import { connectDocker } from "./docker/client.ts";
import { daemonInfo } from "./docker/daemon-info.ts";
import { listContainers } from "./docker/list-containers.ts";
import { removeContainer } from "./docker/remove-container.ts";
import { createCommands } from "./network/command.ts";
import { removeNodeNetwork } from "./network/node-network.ts";
import { podCgroups } from "./pods/cgroup/pod-cgroups.ts";
import { label } from "./pods/container/container-name.ts";
import { PodFiles } from "./pods/pod-files.ts";
import { Mounts } from "./volumes/mounts.ts";

/** The agent must have ended. Throws when something could not be removed; can run twice. */
export async function purge(args: readonly string[], platform: AgentPlatform): Promise<void> {
  const options = {
    "docker-socket": { type: "string", default: "/var/run/docker.sock" },
    "data-dir": { type: "string", default: "/var/lib/skerry" },
    "cgroup-root": { type: "string", default: "" },
  } as const;
  const { values } = parseArgs({ args: [...args], options, strict: true });
  const dataDir = resolve(values["data-dir"]);
  const failures: unknown[] = [];
  const keep = (error: unknown) => failures.push(error);
  await removePods(values["docker-socket"], dataDir, values["cgroup-root"], platform).catch(keep);
  // Also without Docker: the data folder is removed next.
  await new Mounts(createCommands(), platform.timers).unmountWithin(dataDir).catch(keep);
  await removeNodeNetwork({ log: platform.log, dataFolder: join(dataDir, "network") }).catch(keep);
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("; "));
}

async function removePods(socket: string, dataDir: string, root: string, platform: AgentPlatform): Promise<void> {
  const docker = connectDocker({ socket, timers: platform.timers });
  const files = new PodFiles(dataDir);
  try {
    const containers = await listContainers(docker, { labels: [`${label.agent}=${agentIdOf(dataDir)}`] });
    const outcomes = await Promise.allSettled(containers.map(({ Id }) => removeContainer(docker, Id, { force: true })));
    const uids = new Set(containers.flatMap(({ Labels }) => Labels?.[label.podUid] ?? []));
    const { CgroupDriver, CgroupVersion } = await daemonInfo(docker);
    const driver = CgroupDriver === "systemd" ? "systemd" : "cgroupfs";
    const cgroups = podCgroups({ driver, version: CgroupVersion === "2" ? 2 : 1, root }, platform.log);
    // First of all: whoever removes files that something is mounted on removes somebody else's.
    await new Mounts(createCommands(), platform.timers).unmountWithin(dataDir);
    for (const uid of uids) {
      await files.remove(uid);
      await cgroups.remove(uid);
    }
    platform.log.info("pods removed", { pods: uids.size, containers: containers.length });
    const failed = outcomes.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  } finally {
    docker.close();
  }
}
