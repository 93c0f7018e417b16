// `skerry down`: ends what runs on a data directory; with --purge, removes all that it ever made.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { CliHost } from "./cli-host.ts";
import { type DataDir, dataDir } from "./data-dir.ts";
import { removeInstance } from "./instance.ts";
import { downWithinMs, leftoverGraceMs } from "./limits.ts";
import { lockHolder } from "./process/data-lock.ts";
import { readPidFile } from "./process/process-identity.ts";
import { stopProcess } from "./process/stop-process.ts";
import { dockerSocket, isListening } from "./up/docker-engine.ts";

/** Also ends what a killed `up` has left behind. Answers whether anything ran. */
async function stopInstance(dir: DataDir, host: CliHost): Promise<boolean> {
  const supervisor = lockHolder(dir.lock);
  // It ends its own processes, in order; its grace is therefore longer than theirs together.
  if (supervisor !== undefined) await stopProcess(supervisor, downWithinMs, host.timers);
  let ended = supervisor !== undefined;
  for (const file of [dir.run.agentPid, dir.run.workerdPid]) {
    const process = readPidFile(file);
    if (process === undefined) continue;
    await stopProcess(process, leftoverGraceMs, host.timers);
    ended = true;
  }
  removeInstance(dir);
  return ended;
}

/** Whether the folder is one of ours: a wrong --data-dir must not cost somebody their files. */
function isDataDir(dir: DataDir): boolean {
  return existsSync(dir.secrets) || existsSync(dir.run.folder) || readdirSync(dir.root).length === 0;
}

/** The agent knows what it made: containers by their labels, interfaces and rules by their names. */
async function purgeNode(root: string, dir: DataDir, host: CliHost): Promise<void> {
  const agent = [dir.run.agentProgram, join(root, "dist/agent.cjs")].find((path) => existsSync(path));
  const socket = dockerSocket(process.env);
  if (agent === undefined || !existsSync(dir.agent) || readdirSync(dir.agent).length === 0) return;
  if (process.getuid?.() !== 0)
    throw new Error("removing pods' containers and networks needs root; nothing was removed");
  const dockerListens = await isListening(socket);
  if (!dockerListens) host.say(`No Docker engine answers on ${socket}: containers of pods, if any, stay.`);
  const result = spawnSync(process.execPath, [agent, "purge", "--docker-socket", socket, "--data-dir", dir.agent], {
    stdio: ["ignore", 2, 2],
  });
  if (result.status !== 0 && dockerListens) {
    throw new Error("the containers and networks of pods were not all removed; try again");
  }
}

export interface DownPlace {
  /** The repository. */
  readonly root: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly purge: boolean;
}

/** Answers what was done, as a line for the person at the terminal. */
export async function runDown(place: DownPlace, host: CliHost): Promise<string> {
  const dir = dataDir(place.dataDir);
  if (!existsSync(dir.root)) return `There is nothing at ${dir.root}.`;
  if (!isDataDir(dir)) throw new Error(`${dir.root} is no data directory of Skerry; it was left alone`);
  const ran = await stopInstance(dir, host);
  if (!place.purge) return ran ? "Stopped; pods keep running." : `Nothing was running on ${dir.root}.`;
  await purgeNode(place.root, dir, host);
  rmSync(dir.root, { recursive: true, force: true });
  return `Stopped, and removed ${dir.root} with everything that was made from it.`;
}
