// The last spec and status of each pod, on disk: so that pods go on, are restarted and are reported right while the
// control plane is away, also over a restart of the agent or of the host.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pod, PodStatus } from "../../../src/kinds/facts/types.gen.ts";
import type { Log } from "../../../src/platform/log.ts";
import type { Verdict } from "./pod-memory.ts";

export interface Checkpoint {
  readonly pod: Pod;
  readonly status: PodStatus | undefined;
  readonly verdict: Verdict | undefined;
}

export class Checkpoints {
  readonly #folder: string;
  readonly #log: Log;
  /** What is still to be written, by uid; undefined: to be removed. */
  readonly #waiting = new Map<string, Checkpoint | undefined>();
  readonly #writing = new Map<string, Promise<void>>();

  constructor(dataDir: string, log: Log) {
    this.#folder = join(dataDir, "checkpoints");
    this.#log = log;
  }

  /** All that can be read; a file that can't is dropped, with a word in the log. */
  async load(): Promise<Checkpoint[]> {
    await mkdir(this.#folder, { recursive: true });
    const found: Checkpoint[] = [];
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      try {
        if (!name.endsWith(".json")) throw new Error("left from a write that did not end");
        const checkpoint = JSON.parse(await readFile(path, "utf8")) as Checkpoint;
        if (checkpoint.pod.metadata?.uid !== name.slice(0, -".json".length)) throw new Error("not its own pod");
        found.push(checkpoint);
      } catch (error) {
        this.#log.warn("checkpoint dropped", { path, error: String(error) });
        await rm(path, { force: true });
      }
    }
    return found;
  }

  /** Soon on disk; of several in a row the last counts. Never throws. */
  save(uid: string, checkpoint: Checkpoint): void {
    this.#enqueue(uid, checkpoint);
  }

  /** Settles when it is gone from disk. */
  async remove(uid: string): Promise<void> {
    this.#enqueue(uid, undefined);
    await this.#writing.get(uid);
  }

  /** Settles when all is on disk. */
  async flushed(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  #enqueue(uid: string, checkpoint: Checkpoint | undefined): void {
    this.#waiting.set(uid, checkpoint);
    if (this.#writing.has(uid)) return;
    const writing = this.#writeAll(uid).finally(() => this.#writing.delete(uid));
    this.#writing.set(uid, writing);
  }

  async #writeAll(uid: string): Promise<void> {
    while (this.#waiting.has(uid)) {
      const checkpoint = this.#waiting.get(uid);
      this.#waiting.delete(uid);
      const path = join(this.#folder, `${uid}.json`);
      try {
        if (checkpoint === undefined) await rm(path, { force: true });
        else await this.#replace(path, JSON.stringify(checkpoint));
      } catch (error) {
        this.#log.error("checkpoint not written", { path, error: String(error) });
      }
    }
  }

  /** A reader finds the old file or the new one, never half of one. */
  async #replace(path: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
}
