// Instances as a person starts them: `npm start -- ...`, with a data directory and a port of their own.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { identify } from "../../../src/cli/process/process-identity.ts";
import { checkout } from "./checkout.ts";
import { freePort } from "./free-port.ts";
import { type Tools, toolsFor } from "./kubectl.ts";
import { type ProgramResult, runProgram } from "./program.ts";

/** The first start of a test run may install and build. */
const readyWithinMs = 120_000;
const stopWithinMs = 30_000;

export interface InstanceOptions {
  /** The checkout to start in; the one under test unless told. */
  readonly root?: string;
  /** A new one unless told; it is removed in the end. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Further parameters of `npm start --`. */
  readonly parameters?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface Instance {
  readonly dataDir: string;
  readonly port: number;
  readonly server: string;
  readonly kubeconfig: string;
  readonly process: ChildProcess;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** The default cluster, without a namespace of its own. */
  readonly tools: Tools;
  /** As Ctrl-C at a terminal: every process of the foreground hears it. Resolves to the exit code. */
  interrupt(): Promise<number | null>;
  /** kill -9 of `npm start` with all that is in its foreground; what it started in sessions of its own lives on. */
  kill(): Promise<void>;
  /** The number of workerd's process. */
  controlPlanePid(): number;
  agentPid(): number;
}

/** Whether it still runs; one that has ended and is not yet fetched by its parent does not. */
export function isRunning(pid: number): boolean {
  return identify(pid) !== undefined;
}

function pidIn(path: string): number {
  return (JSON.parse(readFileSync(path, "utf8")) as { pid: number }).pid;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

async function ended(child: ChildProcess, withinMs: number): Promise<number | null> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 50) {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    await sleep(50);
  }
  throw new Error(`npm start has not ended after ${withinMs / 1000} s`);
}

/** Removes an instance with all that it made, whatever state it is in. */
export async function removeInstance(dataDir: string, root = checkout): Promise<void> {
  if (!existsSync(dataDir)) return;
  await skerry(["down", "--purge", "--data-dir", dataDir], root);
  rmSync(dataDir, { recursive: true, force: true });
}

/** `npx skerry ...` */
export function skerry(
  parameters: readonly string[],
  root = checkout,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<ProgramResult> {
  return runProgram("npx", ["skerry", ...parameters], { cwd: root, environment, timeoutMs: readyWithinMs });
}

/** A folder for an instance, removed with the instance when the test is over. */
export function temporaryDataDir(root = checkout): string {
  const dataDir = mkdtempSync(join(tmpdir(), "skerry-e2e-"));
  onTestFinished(() => removeInstance(dataDir, root));
  return dataDir;
}

/** Starts `npm start` and doesn't wait; for starts that are expected to fail. */
export async function spawnInstance(options: InstanceOptions & { readonly dataDir: string }): Promise<Instance> {
  const port = options.port ?? (await freePort());
  const { dataDir, parameters = [], root = checkout } = options;
  const child = spawn("npm", ["start", "--", "--port", String(port), "--data-dir", dataDir, ...parameters], {
    cwd: root,
    // A group of its own, as a shell gives every command, so that an interrupt is for it alone.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.environment },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk;
  });
  const kubeconfig = join(dataDir, "kubeconfig");
  return {
    dataDir,
    port,
    server: `https://127.0.0.1:${port}`,
    kubeconfig,
    process: child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    tools: toolsFor({ kubeconfig, namespace: "" }),
    async interrupt() {
      signalGroup(child, "SIGINT");
      return ended(child, stopWithinMs);
    },
    async kill() {
      signalGroup(child, "SIGKILL");
      await ended(child, stopWithinMs);
    },
    controlPlanePid: () => pidIn(join(dataDir, "run/workerd.pid")),
    agentPid: () => pidIn(join(dataDir, "run/agent.pid")),
  };
}

/** Waits for the `Skerry is ready` block. */
export async function untilReady(instance: Instance): Promise<Instance> {
  for (let waitedMs = 0; waitedMs < readyWithinMs; waitedMs += 50) {
    if (/^Skerry is ready\n(.+\n)+/m.test(instance.stdout())) return instance;
    if (instance.process.exitCode !== null) break;
    await sleep(50);
  }
  const logs = ["workerd", "agent"].map((name) => join(instance.dataDir, "logs", `${name}.log`)).filter(existsSync);
  const tails = logs.map((path) => `${path}:\n${readFileSync(path, "utf8").slice(-2000)}`);
  signalGroup(instance.process, "SIGKILL");
  throw new Error(["npm start is not ready", instance.stdout(), instance.stderr(), ...tails].join("\n"));
}

/** Starts an instance for this test and waits until it is ready; it is removed when the test is over. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const dataDir = options.dataDir ?? temporaryDataDir(options.root);
  const instance = await spawnInstance({ ...options, dataDir });
  onTestFinished(() => signalGroup(instance.process, "SIGKILL"));
  return untilReady(instance);
}
