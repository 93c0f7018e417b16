// The agent's own mounts: file systems in memory, and paths held fast. Made by `mount`, taken away whole.
import { readFile } from "node:fs/promises";
import type { Timers } from "../../../src/platform/timers.ts";
import { type Commands, failureText } from "../network/command.ts";
import { UNMOUNT_TRIES, UNMOUNT_WAIT_MS } from "./limits.ts";
import { type MountEntry, mountsWithin, parseMountTable } from "./mount-table.ts";

/** `mount` said no: this agent may not, or the path is not what it was. */
export class MountError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MountError";
  }
}

export interface TmpfsOptions {
  /** Bytes, or a share of the host's memory ("25%"); left out: the kernel's half of it. */
  readonly size?: string;
  readonly mode: number;
  readonly gid?: number;
}

export class Mounts {
  readonly #commands: Commands;
  readonly #timers: Timers;
  /** Kernels before 6.4 have no tmpfs that is never swapped out. */
  #noSwap = true;

  constructor(commands: Commands, timers: Timers) {
    this.#commands = commands;
    this.#timers = timers;
  }

  async table(): Promise<MountEntry[]> {
    return parseMountTable(await readFile("/proc/self/mountinfo", "utf8"));
  }

  /** Throws MountError. */
  async tmpfs(folder: string, { size, mode, gid }: TmpfsOptions): Promise<void> {
    const options = [
      `mode=${mode.toString(8).padStart(4, "0")}`,
      ...(size === undefined ? [] : [`size=${size}`]),
      ...(gid === undefined ? [] : [`gid=${gid}`]),
    ];
    const attempt = (all: string[]) =>
      this.#run("mount", ["-t", "tmpfs", "-o", all.join(","), "tmpfs", folder]).then(
        () => undefined,
        (error: unknown) => error,
      );
    if (this.#noSwap) {
      const failure = await attempt([...options, "noswap"]);
      if (failure === undefined) return;
    }
    const failure = await attempt(options);
    if (failure !== undefined) throw failure;
    this.#noSwap = false;
  }

  /** Puts what the open file descriptor stands for at `target`, whatever its path leads to meanwhile. Throws MountError. */
  async bind(descriptor: number, target: string): Promise<void> {
    // Not canonicalized: following the link is the kernel's business, and it knows the file, not its name.
    const source = `/proc/${process.pid}/fd/${descriptor}`;
    await this.#run("mount", ["--no-canonicalize", "-o", "bind", source, target]);
  }

  /** Takes away whatever is mounted at `folder` and below. Throws MountError when something stays. */
  async unmountWithin(folder: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const there = mountsWithin(await this.table(), folder);
      if (there.length === 0) return;
      if (tries > UNMOUNT_TRIES + 1) throw new MountError(`still mounted: ${there.join(", ")}`);
      // In use by something that is just going; at last it is detached, and goes with its last user.
      if (tries > 1) await this.#timers.sleep(UNMOUNT_WAIT_MS);
      const lazily = tries > UNMOUNT_TRIES ? ["-l"] : [];
      for (const one of there) await this.#commands.run("umount", ["--no-canonicalize", ...lazily, one]);
    }
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const outcome = await this.#commands.run(program, args);
    if (outcome.type === "exited" && outcome.code === 0) return;
    throw new MountError(`${program} ${args.join(" ")}: ${failureText(outcome)}`);
  }
}
