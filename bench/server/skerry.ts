// A control plane as a person starts it, with a data directory and a port of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import type { Server } from "./server.ts";

const root = resolve(import.meta.dirname, "../..");

/** The first start installs and builds. */
const readyWithinMs = 180_000;
const stopWithinMs = 30_000;

export interface Skerry extends Server {
  /** Undefined: it has no node. */
  readonly agentPid: number | undefined;
  /** What the ready block says of the node. */
  readonly node: string;
}

function pidIn(path: string): number {
  return (JSON.parse(readFileSync(path, "utf8")) as { pid: number }).pid;
}

/** Admin's credentials, as the kubeconfig has them. */
function credentials(kubeconfig: string): { readonly ca: string; readonly token: string } {
  const text = readFileSync(kubeconfig, "utf8");
  const field = (name: string) => new RegExp(`${name}: (\\S+)`).exec(text)?.[1] ?? "";
  return {
    ca: Buffer.from(field("certificate-authority-data"), "base64").toString("utf8"),
    token: field("token"),
  };
}

async function ended(child: ChildProcess, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 50) {
    if (child.exitCode !== null || child.signalCode !== null) return true;
    await sleep(50);
  }
  return false;
}

/** As Ctrl-C at a terminal; later by force. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  child.kill("SIGINT");
  if (!(await ended(child, stopWithinMs))) child.kill("SIGKILL");
}

async function untilReady(child: ChildProcess, output: { text: string }): Promise<string> {
  for (let waitedMs = 0; waitedMs < readyWithinMs; waitedMs += 50) {
    const block = /^Skerry is ready\n( .+\n)+/m.exec(output.text)?.[0];
    if (block !== undefined) return block;
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  await stop(child);
  throw new Error(`npm start is not ready:\n${output.text}`);
}

/** Starts `npm start -- ...` and waits for its ready block. */
export async function startSkerry(dataDir: string, options: { readonly agent: boolean }): Promise<Skerry> {
  const port = await freePort();
  const parameters = ["--port", String(port), "--data-dir", dataDir, ...(options.agent ? [] : ["--no-agent"])];
  // npm's own shell would be one process more between us: this is what `npm start` runs.
  const child = spawn("node", ["scripts/skerry.mjs", "up", ...parameters], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output.text += chunk;
    });
  }
  const block = await untilReady(child, output);
  const agentPid = join(dataDir, "run/agent.pid");
  return {
    endpoint: { port, ...credentials(join(dataDir, "kubeconfig")) },
    pid: pidIn(join(dataDir, "run/workerd.pid")),
    agentPid: existsSync(agentPid) ? pidIn(agentPid) : undefined,
    node: /^ {2}node +(.*)$/m.exec(block)?.[1] ?? "",
    stop: () => stop(child),
  };
}

/** Removes containers, networks and data of an instance that has stopped. */
export async function purge(dataDir: string): Promise<void> {
  const child = spawn("node", ["scripts/skerry.mjs", "down", "--purge", "--data-dir", dataDir], {
    cwd: root,
    stdio: "ignore",
  });
  await ended(child, stopWithinMs);
}
