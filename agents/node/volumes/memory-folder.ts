// Where Secrets and tokens are: one file system in memory for all of them, so that they never reach a disk and a pod's
// start mounts nothing. It outlives the agent.
import { mkdir } from "node:fs/promises";
import type { Log } from "../../../src/platform/log.ts";
import { SECRETS_MEMORY_SHARE } from "./limits.ts";
import type { MountRights } from "./mount-rights.ts";
import { mountsWithin } from "./mount-table.ts";
import type { Mounts } from "./mounts.ts";

export interface MemoryFolderOptions {
  readonly path: string;
  readonly mounts: Mounts;
  readonly rights: () => Promise<MountRights>;
  readonly log: Log;
}

export class MemoryFolder {
  readonly path: string;
  readonly #options: MemoryFolderOptions;
  #made: Promise<void> | undefined;

  constructor(options: MemoryFolderOptions) {
    this.path = options.path;
    this.#options = options;
  }

  /** Makes it, once. Where mounting isn't possible it is a folder that only root can enter. */
  async ensure(): Promise<void> {
    this.#made ??= this.#make();
    try {
      await this.#made;
    } catch (error) {
      this.#made = undefined;
      throw error;
    }
  }

  async #make(): Promise<void> {
    const { mounts, rights, log } = this.#options;
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    if (mountsWithin(await mounts.table(), this.path).includes(this.path)) return;
    const right = await rights();
    if (right.type === "usable") await mounts.tmpfs(this.path, { size: SECRETS_MEMORY_SHARE, mode: 0o700 });
    else log.warn("secrets of pods are kept on disk, not in memory", { path: this.path, reason: right.reason });
  }
}
