// The durable queue as the runtime needs it. Storage's `WorkQueue` has this shape; controllers may not import it.

/** Look at `key` with `controller`, not before `dueMs`. */
export interface WorkItem {
  readonly controller: string;
  readonly key: string;
  readonly dueMs: number;
}

export interface WorkRow extends WorkItem {
  /** Failed attempts in a row. */
  readonly attempts: number;
  /** Raised by every add: tells the queue whether the item was added again while it was worked on. */
  readonly generation: number;
}

/** At-least-once: a row stays until it is finished. All of it is synchronous and durable. */
export interface WorkSource {
  /** Keeps the earlier time of an item that is queued already, and makes it run again if it is in work. */
  add(items: readonly WorkItem[]): void;
  /** At most `limit` items that are due at `nowMs`, the longest due first; those in work are among them. */
  due(nowMs: number, limit: number): readonly WorkRow[];
  /** Done. If the item was added meanwhile it stays and is due again. */
  finish(row: WorkRow): void;
  /** Done for now: again at `dueMs`, or at once if the item was added meanwhile. */
  requeue(row: WorkRow, dueMs: number): void;
  /** Failed: again at `dueMs`, with one attempt more counted. */
  retry(row: WorkRow, dueMs: number): void;
  /** When the earliest item is due; undefined when the queue is empty. */
  nextDueMs(): number | undefined;
}
