// Keeps the scheduler told of the cluster: everything once, then changes in order. Knows nothing on disk: after a restart,
// or when something was lost, it begins again with everything.
import type { Log } from "../platform/log.ts";
import type { Timers } from "../platform/timers.ts";
import { listRetryMs } from "./limits.ts";
import type { ClusterReader, Reading } from "./reading.ts";
import type { Scheduler } from "./scheduler.ts";

/** A change of one object, as the feed tells it. */
export interface ClusterChange {
  readonly revision: number;
  readonly collection: string;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly text: string;
}

/** Changes in order, each at least once. */
export interface ClusterBatch {
  /** What they continue from; undefined asks only where we are. */
  readonly from: number | undefined;
  readonly upTo: number;
  readonly changes: readonly ClusterChange[];
  /** True: what came after `from` can't be told any more. */
  readonly lost: boolean;
}

export interface ClusterSource {
  /** Everything of the scheduler's collections, as it stood at one revision. */
  list(): Promise<{ readonly revision: number; readonly readings: readonly Reading[] }>;
  /** From now on batches come with every change after `from`. Idempotent. */
  subscribe(from: number): Promise<void>;
}

export interface ClusterFollowerOptions {
  readonly source: ClusterSource;
  readonly reader: ClusterReader;
  readonly scheduler: Pick<Scheduler, "set" | "remove" | "replaceAll">;
  readonly timers: Timers;
  readonly log: Log;
}

export class ClusterFollower {
  readonly #options: ClusterFollowerOptions;
  /** Everything up to here has been heard; undefined: nothing can be said. */
  #cursor: number | undefined;
  #listedAt = 0;
  #isSubscribed = false;
  #isBeginning = false;

  constructor(options: ClusterFollowerOptions) {
    this.#options = options;
  }

  get isFollowing(): boolean {
    return this.#cursor !== undefined && this.#isSubscribed;
  }

  /** The revision of the last list: all that is decided now rests on it. */
  get listedAt(): number {
    return this.#listedAt;
  }

  /** Answers where it is; undefined: it will subscribe again by itself. Synchronous: batches can't overtake each other. */
  deliver(batch: ClusterBatch): { readonly cursor: number | undefined } {
    if (batch.lost) this.#cursor = undefined;
    if (this.#cursor === undefined) {
      this.#isSubscribed = false;
      this.begin();
      return { cursor: undefined };
    }
    if (batch.from !== undefined && batch.from <= this.#cursor) {
      for (const change of batch.changes) if (change.revision > this.#cursor) this.#hear(change);
      this.#cursor = Math.max(this.#cursor, batch.upTo);
    }
    return { cursor: this.#cursor };
  }

  /** Lists and subscribes, unless it follows already. Goes on until it has succeeded. */
  begin(): void {
    if (this.isFollowing || this.#isBeginning) return;
    this.#isBeginning = true;
    void this.#begin().finally(() => {
      this.#isBeginning = false;
      // Something was lost while it was subscribing.
      this.begin();
    });
  }

  async #begin(): Promise<void> {
    const { source, scheduler, timers, log } = this.#options;
    while (!this.isFollowing) {
      try {
        if (this.#cursor === undefined) {
          const { revision, readings } = await source.list();
          scheduler.replaceAll(readings);
          this.#cursor = revision;
          this.#listedAt = revision;
        }
        // The first batches may come before the answer.
        await source.subscribe(this.#cursor);
        this.#isSubscribed = true;
      } catch (error) {
        log.warn("the scheduler can't hear the cluster", { error: String(error) });
        await timers.sleep(listRetryMs);
      }
    }
  }

  #hear({ collection, type, text }: ClusterChange): void {
    const { reader, scheduler, log } = this.#options;
    try {
      const reading = reader.read(collection, text);
      if (reading === undefined) return;
      if (type === "DELETED") scheduler.remove(reading);
      else scheduler.set(reading);
    } catch (error) {
      // Told again it would fail again, and hold up everything after it.
      log.error("the scheduler can't read an object", { collection, error: String(error) });
    }
  }
}
