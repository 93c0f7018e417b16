// The contract of the durable work queue and its alarm, on every engine.
import { expect } from "vitest";
import type { WorkRow } from "../../src/storage/types.ts";
import { committed, put, type StoreBench, startMs } from "./bench.ts";
import type { ContractCase } from "./case.ts";

function due(bench: StoreBench, store: ReturnType<StoreBench["open"]>): WorkRow[] {
  return store.work.due(bench.clock.now(), 100);
}

export const workQueueContract: readonly ContractCase[] = [
  {
    name: "a commit writes the work it causes in the same transaction, once for each key",
    run(bench) {
      const store = bench.open({
        workFor: (changes) => changes.map(() => ({ controller: "deployment", key: "web", dueMs: bench.clock.now() })),
      });
      expect(store.commit([put("a"), put("b"), put("a")]).type).toBe("conflict");
      expect(store.work.size()).toBe(0);
      committed(store, put("a"), put("b"));
      expect(due(bench, bench.open())).toEqual([
        { controller: "deployment", key: "web", dueMs: startMs, attempts: 0, generation: 1 },
      ]);
    },
  },
  {
    name: "an add keeps the earlier time, and nothing is due before its time",
    run(bench) {
      const { work } = bench.open();
      work.add([{ controller: "c", key: "k", dueMs: startMs + 500 }]);
      work.add([{ controller: "c", key: "k", dueMs: startMs + 900 }]);
      expect(work.nextDueMs()).toBe(startMs + 500);
      expect(work.due(startMs + 499, 10)).toEqual([]);
      work.add([{ controller: "c", key: "k", dueMs: startMs + 100 }]);
      work.add([{ controller: "d", key: "k", dueMs: startMs }]);
      expect(work.due(startMs + 100, 10).map((row) => row.controller)).toEqual(["d", "c"]);
      expect(work.due(startMs + 100, 1).map((row) => row.controller)).toEqual(["d"]);
    },
  },
  {
    name: "an item that is added while it is worked on runs again",
    run(bench) {
      const store = bench.open();
      store.work.add([{ controller: "c", key: "k", dueMs: startMs }]);
      const [row] = due(bench, store) as [WorkRow];
      store.work.add([{ controller: "c", key: "k", dueMs: startMs }]);
      store.work.finish(row);
      const [again] = due(bench, store) as [WorkRow];
      store.work.add([{ controller: "c", key: "k", dueMs: startMs }]);
      store.work.retry(again, startMs + 5000);
      const [third] = due(bench, store) as [WorkRow];
      expect(third.attempts).toBe(1);
      store.work.finish(third);
      expect(store.work.size()).toBe(0);
    },
  },
  {
    name: "failures are counted until a success, and a requeue counts none",
    run(bench) {
      const { work } = bench.open();
      work.add([{ controller: "c", key: "k", dueMs: startMs }]);
      const row = () => work.due(startMs + 10_000, 1)[0] as WorkRow;
      work.retry(row(), startMs + 10);
      work.retry(row(), startMs + 20);
      expect(row()).toMatchObject({ attempts: 2, dueMs: startMs + 20 });
      work.requeue(row(), startMs + 30);
      expect(row()).toMatchObject({ attempts: 0, dueMs: startMs + 30 });
      work.finish(row());
      expect(work.nextDueMs()).toBeUndefined();
    },
  },
  {
    name: "work that is due at once needs only a safety alarm, set at most once a second",
    run(bench) {
      const store = bench.open();
      for (let round = 0; round < 50; round += 1) {
        store.work.add([{ controller: "c", key: String(round), dueMs: bench.clock.now() }]);
        bench.clock.advance(10);
      }
      expect(bench.alarm).toMatchObject({ atMs: startMs + 1000, timesSet: 1 });
    },
  },
  {
    name: "the alarm moves to an earlier item, and after it rang to the earliest that is left",
    run(bench) {
      const store = bench.open();
      store.work.add([{ controller: "c", key: "late", dueMs: startMs + 90_000 }]);
      expect(bench.alarm.atMs).toBe(startMs + 90_000);
      store.work.add([{ controller: "c", key: "soon", dueMs: startMs + 30_000 }]);
      expect(bench.alarm.atMs).toBe(startMs + 30_000);
      bench.clock.set(startMs + 30_000);
      store.work.finish(due(bench, store)[0] as WorkRow);
      bench.wakeUp.rearm();
      expect(bench.alarm.atMs).toBe(startMs + 90_000);
      // Another life: what was set stands, and new work is seen against what is on disk.
      bench.open().work.add([{ controller: "c", key: "later", dueMs: startMs + 200_000 }]);
      expect(bench.alarm.atMs).toBe(startMs + 90_000);
    },
  },
  {
    name: "a quiet store asks for one alarm, to compact its log once it is old",
    run(bench) {
      const store = bench.open();
      committed(store, put("a"), put("b"));
      expect(bench.alarm).toMatchObject({ timesSet: 1 });
      bench.clock.set(bench.alarm.atMs as number);
      store.compact();
      bench.alarm.clear();
      bench.wakeUp.rearm();
      expect(store.horizon).toBe(store.revision);
      expect(bench.alarm.atMs).toBeUndefined();
    },
  },
];
