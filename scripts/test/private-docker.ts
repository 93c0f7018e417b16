// A Docker engine for the tests: this machine's, or one of their own that leaves nothing behind.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A new engine prepares its storage and its bridge; seconds on a busy machine. */
const startWithinMs = 60_000;
const stopWithinMs = 30_000;
const pingTimeoutMs = 10_000;

export interface DockerEngine {
  readonly socket: string;
  stop(): Promise<void>;
}

/** A daemon listens before it is ready, and its answer is what counts. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: "/_ping", timeout: pingTimeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on("timeout", () => call.destroy(new Error("no answer")));
    call.on("error", () => resolve(false));
    call.end();
  });
}

async function ends(child: ChildProcess, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 100) {
    if (child.exitCode !== null || child.signalCode !== null) return true;
    await sleep(100);
  }
  return false;
}

/** An engine that ends in a hurry leaves network namespaces and layers mounted, and a mount can't be removed. */
function unmountBelow(folder: string): void {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of mounts.reverse()) spawnSync("umount", ["--lazy", point]);
}

/** Throws with the end of its log when it doesn't start. */
export async function startPrivateDocker(): Promise<DockerEngine> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-docker-"));
  const socket = join(folder, "docker.sock");
  const logPath = join(folder, "dockerd.log");
  const log = openSync(logPath, "a");
  const own = ["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")];
  const parameters = [...own, "--pidfile", join(folder, "docker.pid"), "--host", `unix://${socket}`];
  // In a session of its own: a Ctrl-C at the terminal must leave it to us, who still need it to clean up.
  const child = spawn("dockerd", parameters, { stdio: ["ignore", log, log], detached: true });
  child.on("error", () => {});
  closeSync(log);
  async function stop(): Promise<void> {
    child.kill("SIGTERM");
    if (!(await ends(child, stopWithinMs))) child.kill("SIGKILL");
    unmountBelow(folder);
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    } catch (error) {
      process.stderr.write(`left behind: ${folder}: ${(error as Error).message}\n`);
    }
  }
  for (let waitedMs = 0; waitedMs < startWithinMs; waitedMs += 100) {
    if (await answers(socket)) return { socket, stop };
    if (child.exitCode !== null || child.pid === undefined) break;
    await sleep(100);
  }
  const tail = readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-10).join("\n");
  await stop();
  throw new Error(`a Docker engine of our own did not start:\n${tail}`);
}

/** The engine that answers on this machine already, if any; it is left as it is found. */
export async function runningDocker(environment: NodeJS.ProcessEnv): Promise<DockerEngine | undefined> {
  const host = environment["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
  const socket = host.replace(/^unix:\/\//, "");
  return (await answers(socket)) ? { socket, stop: async () => {} } : undefined;
}
