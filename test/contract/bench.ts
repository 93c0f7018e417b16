// What a case of the storage contract works on: one engine's database, a stepped clock, and ways to write to them.

import { SimulatedAlarm } from "../../src/platform/simulated/alarm.ts";
import { SteppedClock } from "../../src/platform/simulated/clock.ts";
import { SteppedTimers } from "../../src/platform/simulated/timers.ts";
import type { Sql } from "../../src/platform/sql.ts";
import { Store, type StoreOptions } from "../../src/storage/store.ts";
import type { Change, Write } from "../../src/storage/types.ts";
import { WakeUp } from "../../src/storage/wake-up.ts";

/** 2026-01-01, so that ticks look like times. */
export const startMs = 1_767_225_600_000;

export class StoreBench {
  readonly sql: Sql;
  readonly clock = new SteppedClock(startMs);
  readonly timers = new SteppedTimers(this.clock);
  readonly alarm = new SimulatedAlarm();
  wakeUp = new WakeUp(this.alarm, this.clock);

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** A new instance on what is on disk, as after a crash or an eviction. Its slot is 1 unless told otherwise. */
  open(options: Partial<StoreOptions> & { slot?: number } = {}): Store {
    this.wakeUp = new WakeUp(this.alarm, this.clock);
    const store = new Store({ sql: this.sql, clock: this.clock, wakeUp: this.wakeUp, ...options });
    store.clock.useSlot(options.slot ?? 1);
    return store;
  }
}

export function textOf(name: string, revision: number, value = ""): string {
  return JSON.stringify({ metadata: { name, resourceVersion: String(revision) }, value });
}

export interface PutOptions {
  readonly collection?: string;
  readonly value?: string;
  readonly expected?: number;
  readonly owners?: readonly string[];
}

export function put(name: string, options: PutOptions = {}): Write {
  return {
    type: "put",
    collection: options.collection ?? "pods",
    name,
    uid: `uid-${name}`,
    expected: options.expected,
    render: (revision) => textOf(name, revision, options.value),
    ownerUids: options.owners ?? [],
  };
}

export function remove(name: string, expected: number, collection = "pods"): Write {
  return { type: "delete", collection, name, expected, render: (revision) => textOf(name, revision, "deleted") };
}

/** Commits and answers the changes; a refused commit fails the test. */
export function committed(store: Store, ...writes: Write[]): readonly Change[] {
  const outcome = store.commit(writes);
  if (outcome.type !== "committed") throw new Error(`not committed: ${JSON.stringify(outcome)}`);
  return outcome.changes;
}

/** Creates, changes or deletes `name`, whatever stands there. */
export function write(store: Store, name: string, value: string | undefined, collection = "pods"): Change {
  const expected = store.get(collection, name)?.revision;
  const one =
    value === undefined
      ? remove(name, expected ?? 0, collection)
      : put(name, { collection, value, ...(expected === undefined ? {} : { expected }) });
  return committed(store, one)[0] as Change;
}
