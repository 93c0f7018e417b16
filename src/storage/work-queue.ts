// The durable work queue: which controller has to look at which key, and not before when.
import type { Sql } from "../platform/sql.ts";
import type { WorkItem, WorkRow } from "./types.ts";

/** What the queue needs of its store. */
export interface WorkQueueStore {
  /** False: the store has no tables yet. */
  exists(): boolean;
  make(): void;
  /** Told of every item that may need an earlier alarm. */
  added(items: readonly WorkItem[]): void;
}

/**
 * At-least-once: a row stays until it is finished, so an item that was being worked on when the instance died runs
 * again. Who works on what is known to the runtime alone: `due` also answers rows that are in work.
 */
export class WorkQueue {
  readonly #sql: Sql;
  readonly #store: WorkQueueStore;

  constructor(sql: Sql, store: WorkQueueStore) {
    this.#sql = sql;
    this.#store = store;
  }

  /** Keeps the earlier time of an item that is queued already, and makes it run again if it is in work. */
  add(items: readonly WorkItem[]): void {
    if (items.length === 0) return;
    this.#store.make();
    for (const item of items) {
      this.#sql.run(
        `INSERT INTO work (controller, key, due_ms, attempts, generation) VALUES (?, ?, ?, 0, 1)
         ON CONFLICT (controller, key) DO UPDATE SET due_ms = min(due_ms, excluded.due_ms), generation = generation + 1`,
        item.controller,
        item.key,
        item.dueMs,
      );
    }
    this.#store.added(items);
  }

  /** At most `limit` items that are due at `nowMs`, the longest due first. */
  due(nowMs: number, limit: number): WorkRow[] {
    if (!this.#store.exists()) return [];
    return this.#sql
      .rows(
        `SELECT controller, key, due_ms, attempts, generation FROM work WHERE due_ms <= ?
         ORDER BY due_ms LIMIT ?`,
        nowMs,
        limit,
      )
      .map(([controller, key, dueMs, attempts, generation]) => ({
        controller: controller as string,
        key: key as string,
        dueMs: dueMs as number,
        attempts: attempts as number,
        generation: generation as number,
      }));
  }

  /** The work on `row` is done. If the item was added meanwhile it stays and is due again. */
  finish(row: WorkRow): void {
    const gone = this.#sql.run(
      "DELETE FROM work WHERE controller = ? AND key = ? AND generation = ?",
      row.controller,
      row.key,
      row.generation,
    );
    if (gone === 0 && row.attempts > 0) this.#count(row, 0);
  }

  /** Look again at `dueMs`. If the item was added meanwhile it stays due now. */
  requeue(row: WorkRow, dueMs: number): void {
    this.#later(row, dueMs, 0);
  }

  /** The work on `row` failed: again at `dueMs`, and one attempt more is counted. */
  retry(row: WorkRow, dueMs: number): void {
    this.#later(row, dueMs, row.attempts + 1);
  }

  /** When the earliest item is due; undefined when the queue is empty. */
  nextDueMs(): number | undefined {
    if (!this.#store.exists()) return undefined;
    const due = this.#sql.row("SELECT min(due_ms) FROM work")?.[0];
    return typeof due === "number" ? due : undefined;
  }

  size(): number {
    if (!this.#store.exists()) return 0;
    return Number(this.#sql.row("SELECT count(*) FROM work")?.[0]);
  }

  #later(row: WorkRow, dueMs: number, attempts: number): void {
    const moved = this.#sql.run(
      "UPDATE work SET due_ms = ?, attempts = ? WHERE controller = ? AND key = ? AND generation = ?",
      dueMs,
      attempts,
      row.controller,
      row.key,
      row.generation,
    );
    if (moved === 0) this.#count(row, attempts);
    else this.#store.added([{ ...row, dueMs }]);
  }

  #count(row: WorkRow, attempts: number): void {
    this.#sql.run("UPDATE work SET attempts = ? WHERE controller = ? AND key = ?", attempts, row.controller, row.key);
  }
}
