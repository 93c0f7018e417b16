// The store of one scope: objects, their change log and the work queue, on one SQLite database.
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/sql.ts";
import { type Applied, applyWrites, type LogTail, RefusedCommit } from "./apply-writes.ts";
import { compactSlice, type Horizon, type LogBounds, logBounds, nextOverdueMs } from "./compaction.ts";
import { compactionPauseMs, compactionSlackMs, futureRevisionMs, replayBytesPerPage, safetyAlarmMs } from "./limits.ts";
import { migrate, storageMigrations } from "./migrations.ts";
import { type LogQuery, readLog } from "./read-log.ts";
import { countObjects, countObjectsAt, readObject, readObjects, readObjectsAt } from "./read-objects.ts";
import { firstRevision, RevisionClock } from "./revision-clock.ts";
import { type StorageRules, storageRules } from "./rules.ts";
import type {
  Change,
  CommitOutcome,
  Expired,
  ListPage,
  LogPage,
  Revision,
  StoredObject,
  WorkItem,
  Write,
} from "./types.ts";
import type { WakeUp } from "./wake-up.ts";
import { WorkQueue } from "./work-queue.ts";

export interface StoreOptions {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly wakeUp: WakeUp;
  /** The work that a commit causes: runs inside its transaction, so it must be quick and read nothing else. */
  readonly workFor?: (changes: readonly Change[]) => readonly WorkItem[];
  readonly bounds?: Partial<LogBounds>;
  readonly rules?: StorageRules;
}

export interface ListOptions {
  /** Only names after this one. */
  readonly after?: string;
  readonly limit?: number;
}

export type LogOptions = Partial<Omit<LogQuery, "from">>;

/** Told of every commit after it, in the same synchronous step: what they send waits for the commit to be durable. */
export type CommitListener = (changes: readonly Change[]) => void;

const everything: Horizon = { revision: 0, ordinal: 0, written: 0 };

/**
 * All of it is synchronous. A store that was never written to has no tables, so asking for what doesn't exist costs
 * no disk.
 */
export class Store {
  readonly clock: RevisionClock;
  readonly work: WorkQueue;
  readonly rules: StorageRules;
  readonly #sql: Sql;
  readonly #wall: Clock;
  readonly #wakeUp: WakeUp;
  readonly #workFor: (changes: readonly Change[]) => readonly WorkItem[];
  readonly #bounds: LogBounds;
  readonly #listeners: CommitListener[] = [];
  /** False: no tables yet, nothing was ever written. */
  #made: boolean;
  #horizon: Horizon = everything;
  #tail: LogTail = everything;
  #revision: Revision;
  #compactAfterMs = 0;

  constructor(options: StoreOptions) {
    this.#sql = options.sql;
    this.#wall = options.clock;
    this.#wakeUp = options.wakeUp;
    this.#workFor = options.workFor ?? (() => []);
    this.#bounds = { ...logBounds, ...options.bounds };
    this.rules = options.rules ?? storageRules;
    this.#made = this.#sql.row("SELECT 1 FROM sqlite_master WHERE name = 'versions'") !== undefined;
    this.#revision = virginRevision(options.clock);
    if (this.#made) {
      migrate(this.#sql, "storage", storageMigrations);
      this.#recover();
    }
    this.clock = new RevisionClock(options.clock, this.#revision, this.rules.nextTick);
    this.work = new WorkQueue(this.#sql, {
      exists: () => this.#made,
      make: () => this.#make(),
      added: (items) => this.#expectWork(items),
    });
    this.#wakeUp.addSource(() => this.#nextWakeMs());
  }

  /** The newest revision: what a list of the present state answers, and where a watch of it goes on. */
  get revision(): Revision {
    return this.#revision;
  }

  /** The oldest revision that can still be read from. */
  get horizon(): Revision {
    return this.#horizon.revision;
  }

  /** True until the first commit. */
  get isVirgin(): boolean {
    return !this.#made;
  }

  /**
   * Of a virgin store: nothing before `horizon` can be told, for a store of the same name may have been erased. Kept
   * with the first commit. Of any other store: no effect.
   */
  startAt(horizon: Revision): void {
    if (!this.#made) this.#horizon = { revision: horizon, ordinal: 0, written: 0 };
  }

  /**
   * [R3] Does the log still hold every change after `from`? A virgin store answers for nothing but what it said itself:
   * an earlier store of its name may have been erased.
   */
  covers(from: Revision): boolean {
    return this.#made ? this.rules.covers(from, this.#horizon.revision) : from === this.#revision;
  }

  /** True for a revision so far ahead that nobody can have handed it out. */
  isFuture(revision: Revision): boolean {
    return this.clock.isFuture(revision, futureRevisionMs);
  }

  /**
   * Makes `revision` past: later commits exceed it, also after a crash, and lists answer at least it. For a client
   * that names a revision which it got elsewhere; refuse future ones (`isFuture`) first.
   */
  reach(revision: Revision): void {
    if (revision <= this.#revision) return;
    this.clock.lift(revision);
    // A virgin store has promised nothing yet that a crash could break, and must not be made by a reader.
    if (!this.#made) return;
    this.#revision = revision;
    this.#sql.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('reached', ?)", revision);
  }

  /** All of `writes` or none, in one transaction with the work they cause. */
  commit(writes: readonly Write[]): CommitOutcome {
    this.#make();
    let applied: Applied;
    try {
      applied = this.#sql.transaction(() => {
        const result = applyWrites(this.#sql, this.clock, writes, this.#tail);
        this.work.add(distinct(this.#workFor(result.changes)));
        this.#compact(result.tail);
        return result;
      });
    } catch (error) {
      if (error instanceof RefusedCommit) return error.outcome;
      throw error;
    }
    const { changes, tail } = applied;
    this.#tail = tail;
    this.#revision = changes.at(-1)?.revision ?? this.#revision;
    this.#wakeUp.need(this.#wall.now() + this.#bounds.ageMs + compactionSlackMs);
    for (const listener of this.#listeners) listener(changes);
    return { type: "committed", changes };
  }

  onCommit(listener: CommitListener): void {
    this.#listeners.push(listener);
  }

  get(collection: string, name: string): StoredObject | undefined {
    return this.#made ? readObject(this.#sql, collection, name) : undefined;
  }

  /** The present state, in name order. */
  list(collection: string, options: ListOptions = {}): ListPage {
    const { after = "", limit = Number.MAX_SAFE_INTEGER - 1 } = options;
    const objects = this.#made ? readObjects(this.#sql, collection, after, limit + 1) : [];
    return { revision: this.#revision, objects: objects.slice(0, limit), more: objects.length > limit };
  }

  /** The state as it stands at `revision`, for good: what is committed from now on is later. */
  listAt(collection: string, revision: Revision, options: ListOptions = {}): ListPage | Expired {
    // Who knows what stood here before it was erased.
    if (!this.#made && !this.covers(revision)) return { type: "expired", horizon: this.horizon };
    this.rules.closePast(this.clock, revision);
    if (revision >= this.#revision) return { ...this.list(collection, options), revision };
    if (!this.covers(revision)) return { type: "expired", horizon: this.horizon };
    const { after = "", limit = Number.MAX_SAFE_INTEGER - 1 } = options;
    const objects = readObjectsAt(this.#sql, collection, revision, after, limit + 1);
    return { revision, objects: objects.slice(0, limit), more: objects.length > limit };
  }

  /** How many objects the collection has, from the one after `after` on; with `revision`, which is covered: had then. */
  count(collection: string, after = "", revision = this.#revision): number {
    if (!this.#made) return 0;
    if (revision >= this.#revision) return countObjects(this.#sql, collection, after);
    return countObjectsAt(this.#sql, collection, revision, after);
  }

  /** Every collection that is not empty, with its number of objects. */
  counts(): Map<string, number> {
    const query = "SELECT collection, count(*) FROM objects GROUP BY collection";
    return new Map(this.#made ? (this.#sql.rows(query) as [string, number][]) : []);
  }

  /** Every object that names `ownerUid` among its owners. */
  dependents(ownerUid: string): { readonly collection: string; readonly name: string }[] {
    if (!this.#made) return [];
    const rows = this.#sql.rows("SELECT collection, name FROM owners WHERE owner_uid = ?", ownerUid);
    return (rows as [string, string][]).map(([collection, name]) => ({ collection, name }));
  }

  /** The change log after `from`, one page of it. With `to`, the log up to there is complete: later commits exceed it. */
  changes(from: Revision, options: LogOptions = {}): LogPage | Expired {
    if (!this.covers(from)) return { type: "expired", horizon: this.horizon };
    if (options.to !== undefined) this.rules.closePast(this.clock, options.to);
    if (!this.#made) return { changes: [], upTo: Math.max(from, options.to ?? from), more: false };
    const { changesPerPage } = this.#bounds;
    const query = {
      bytesMax: replayBytesPerPage,
      withPrevious: true,
      ...options,
      changesMax: Math.min(options.changesMax ?? changesPerPage, changesPerPage),
      from,
    };
    return readLog(this.#sql, query, this.#revision);
  }

  /** Call from every alarm: compacts what is overdue, all of it. */
  compact(): void {
    if (!this.#made) return;
    this.#compactAfterMs = 0;
    while (this.#sql.transaction(() => this.#compact(this.#tail)));
  }

  /** For a store whose tables were taken by others: reads find nothing, and nothing of before can be told (R3). */
  beginAnew(): void {
    migrate(this.#sql, "storage", storageMigrations);
    this.#made = true;
    this.#horizon = { revision: this.#revision, ordinal: 0, written: 0 };
    this.#tail = this.#horizon;
    this.#keepHorizon();
  }

  /** Takes every table, for good: the store is virgin again. The clock goes on (R1). */
  erase(): void {
    this.#sql.transaction(() => {
      for (const table of ["objects", "versions", "owners", "work", "meta"]) {
        this.#sql.run(`DROP TABLE IF EXISTS ${table}`);
      }
    });
    this.#made = false;
    this.#horizon = everything;
    this.#tail = everything;
    this.#revision = virginRevision(this.#wall);
  }

  #make(): void {
    if (this.#made) return;
    migrate(this.#sql, "storage", storageMigrations);
    this.#made = true;
    this.#revision = Math.max(this.#revision, this.#horizon.revision);
    this.#keepHorizon();
  }

  /** [R1] Where the store stood: no revision at or below it is ever taken again. */
  #recover(): void {
    const kept = this.#sql.row("SELECT value FROM meta WHERE key = 'horizon'")?.[0];
    if (typeof kept === "string") this.#horizon = JSON.parse(kept);
    const reached = Number(this.#sql.row("SELECT value FROM meta WHERE key = 'reached'")?.[0] ?? 0);
    const newest = this.#sql.row("SELECT revision, ordinal, written FROM versions ORDER BY revision DESC LIMIT 1");
    const [revision, ordinal, written] = (newest ?? [0, 0, 0]) as number[];
    this.#tail =
      (revision as number) > this.#horizon.revision
        ? { ordinal: ordinal as number, written: written as number }
        : this.#horizon;
    this.#revision = this.rules.lastRevision([firstRevision, this.#horizon.revision, reached, revision as number]);
  }

  /** One slice, if it is time for one. True when more is overdue. Runs inside a transaction. */
  #compact(tail: LogTail): boolean {
    const nowMs = this.#wall.now();
    const crowded =
      tail.ordinal - this.#horizon.ordinal > this.#bounds.changesMax ||
      tail.written - this.#horizon.written > this.#bounds.bytesMax;
    if (nowMs < this.#compactAfterMs && this.#compactAfterMs <= nowMs + compactionPauseMs && !crowded) return false;
    const { horizon, more } = compactSlice(this.#sql, this.#horizon, tail, nowMs, this.#bounds);
    this.#compactAfterMs = more ? 0 : nowMs + compactionPauseMs;
    if (horizon === this.#horizon) return more;
    this.#horizon = horizon;
    this.#keepHorizon();
    return more;
  }

  #keepHorizon(): void {
    const value = JSON.stringify(this.#horizon);
    this.#sql.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('horizon', ?)", value);
  }

  #expectWork(items: readonly WorkItem[]): void {
    const soonMs = this.#wall.now() + safetyAlarmMs;
    this.#wakeUp.need(Math.max(soonMs, Math.min(...items.map((item) => item.dueMs))));
  }

  #nextWakeMs(): number | undefined {
    if (!this.#made) return undefined;
    const soonMs = this.#wall.now() + safetyAlarmMs;
    const work = this.work.nextDueMs();
    const overdue = nextOverdueMs(this.#sql, this.#horizon, this.#bounds);
    const times = [
      ...(work === undefined ? [] : [Math.max(soonMs, work)]),
      ...(overdue === undefined ? [] : [Math.max(soonMs, overdue) + compactionSlackMs]),
    ];
    return times.length === 0 ? undefined : Math.min(...times);
  }
}

/**
 * What a virgin store says it is at: a number that is before everything that was or will be committed anywhere, and of
 * this instance alone. 0 and 1 would be said by all.
 */
function virginRevision(wall: Clock): Revision {
  return Math.max(firstRevision, wall.now());
}

/** One row an item, the earliest time: a transaction of many writes often wants the same key many times. */
function distinct(items: readonly WorkItem[]): readonly WorkItem[] {
  if (items.length < 2) return items;
  const byKey = new Map<string, WorkItem>();
  for (const item of items) {
    const id = JSON.stringify([item.controller, item.key]);
    const known = byKey.get(id);
    if (known === undefined || item.dueMs < known.dueMs) byKey.set(id, item);
  }
  return [...byKey.values()];
}
