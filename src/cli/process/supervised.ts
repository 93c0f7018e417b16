// Keeps a process running until it is told to stop.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { Clock } from "../../platform/clock.ts";
import type { Timers } from "../../platform/timers.ts";
import { openLog } from "./log-file.ts";
import { identify, removePidFile, writePidFile } from "./process-identity.ts";
import { restartDelay } from "./restart-delay.ts";
import { stopProcess } from "./stop-process.ts";

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** Beside the environment of this process. Secrets go this way, so that no list of processes shows them. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly log: string;
  /** Names the running process for whoever comes after a crash of this one. */
  readonly pidFile: string;
  readonly stopGraceMs: number;
}

export interface SupervisorHost {
  readonly clock: Clock;
  readonly timers: Timers;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
}

export class Supervised {
  readonly #program: Program;
  readonly #host: SupervisorHost;
  #child: ChildProcess | undefined;
  #stopping = false;
  #delayMs: number | undefined;
  #cancelRestart: (() => void) | undefined;

  constructor(program: Program, host: SupervisorHost) {
    this.#program = program;
    this.#host = host;
    this.#start();
  }

  /** Undefined between a crash and the restart. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ends the process; it is not started again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#cancelRestart?.();
    await this.#end();
  }

  /** Ends the process and starts it anew at once. */
  async restart(): Promise<void> {
    await this.stop();
    this.#stopping = false;
    this.#delayMs = undefined;
    this.#start();
  }

  async #end(): Promise<void> {
    const identity = this.pid === undefined ? undefined : identify(this.pid);
    if (identity !== undefined) await stopProcess(identity, this.#program.stopGraceMs, this.#host.timers);
    removePidFile(this.#program.pidFile);
  }

  #start(): void {
    const { clock } = this.#host;
    const program = this.#program;
    const log = openLog(program.log);
    const startedMs = clock.now();
    // In a session of its own: a Ctrl-C at the terminal reaches us alone, and we end things in order.
    const child = spawn(program.command, program.arguments, {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...program.environment },
    });
    closeSync(log);
    this.#child = child;
    if (child.pid !== undefined) writePidFile(program.pidFile, child.pid);
    child.on("error", (error) => this.#ended(child, error.message, startedMs));
    child.on("exit", (code, signal) => this.#ended(child, signal ?? `code ${code}`, startedMs));
  }

  #ended(child: ChildProcess, how: string, startedMs: number): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (this.#stopping) return;
    const { clock, timers, say } = this.#host;
    this.#delayMs = restartDelay(this.#delayMs, clock.now() - startedMs);
    say(`${this.#program.name} ended (${how}); starting it again. Its log: ${this.#program.log}`);
    this.#cancelRestart = timers.after(this.#delayMs, () => this.#start());
  }
}
