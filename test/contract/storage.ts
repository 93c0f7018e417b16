// The contract that storage keeps on every engine: run on node:sqlite by the unit tests, on a Durable Object's SQLite by the worker tests.
import { expect } from "vitest";
import type { Store } from "../../src/storage/store.ts";
import type { Change, ListPage, LogPage } from "../../src/storage/types.ts";
import { committed, put, remove, startMs, textOf, write } from "./bench.ts";
import type { ContractCase } from "./case.ts";

function names(page: ListPage | { type: "expired" }): string[] {
  expect(page).not.toHaveProperty("type");
  return (page as ListPage).objects.map((object) => object.name);
}

function log(store: Store, from: number): readonly Change[] {
  const page = store.changes(from);
  expect(page).not.toHaveProperty("type");
  return (page as LogPage).changes;
}

const writing: readonly ContractCase[] = [
  {
    name: "a created object is read back with its revision in its text",
    run(bench) {
      const store = bench.open();
      const [change] = committed(store, put("a", { value: "x" }));
      expect(change).toMatchObject({ type: "ADDED", name: "a", uid: "uid-a", previousText: undefined });
      const revision = (change as Change).revision;
      expect(revision).toBe(startMs * 2048 + 1);
      const object = { collection: "pods", name: "a", uid: "uid-a", revision, text: textOf("a", revision, "x") };
      expect(store.get("pods", "a")).toEqual(object);
      expect(store.get("services", "a")).toBeUndefined();
      expect(bench.open().get("pods", "a")).toEqual(object);
    },
  },
  {
    name: "a stale, a missing and an unexpected object are conflicts, and nothing of the transaction is written",
    run(bench) {
      const store = bench.open();
      const first = write(store, "a", "1");
      const second = write(store, "a", "2");
      const stale = store.commit([put("b"), put("a", { expected: first.revision })]);
      expect(stale).toMatchObject({ type: "conflict", index: 1, current: { revision: second.revision } });
      expect(store.commit([put("a")])).toMatchObject({ type: "conflict", index: 0, current: { name: "a" } });
      expect(store.commit([remove("c", 7)])).toEqual({ type: "conflict", index: 0, current: undefined });
      expect(names(store.list("pods"))).toEqual(["a"]);
      expect(log(store, 1).map((change) => change.revision)).toEqual([first.revision, second.revision]);
    },
  },
  {
    name: "a deletion carries the last state with its own revision, and frees the name",
    run(bench) {
      const store = bench.open();
      const added = write(store, "a", "1");
      const deleted = write(store, "a", undefined);
      expect(deleted).toMatchObject({ type: "DELETED", uid: "uid-a", previousText: added.text });
      expect(JSON.parse(deleted.text).metadata.resourceVersion).toBe(String(deleted.revision));
      expect(store.get("pods", "a")).toBeUndefined();
      expect(committed(store, put("a"))[0]).toMatchObject({ type: "ADDED", previousText: undefined });
    },
  },
  {
    name: "writes of one transaction build on each other and have revisions of their own, in order",
    run(bench) {
      const store = bench.open();
      const changes = committed(store, put("a"), put("b"), put("c", { collection: "services" }));
      const revisions = changes.map((change) => change.revision);
      expect(revisions).toEqual([...revisions].sort((left, right) => left - right));
      expect(new Set(revisions).size).toBe(3);
    },
  },
  {
    name: "a text over 1.5 MiB is refused and nothing is stored; one of just that size is kept",
    run(bench) {
      const store = bench.open();
      const limit = 1_572_864;
      const sized = (bytes: number) => ({ ...put("a"), render: () => "é".repeat(bytes / 2) }) as ReturnType<typeof put>;
      expect(store.commit([put("b"), sized(limit + 2)])).toEqual({
        type: "tooLarge",
        index: 1,
        bytes: limit + 2,
        bytesMax: limit,
      });
      expect(names(store.list("pods"))).toEqual([]);
      expect(store.commit([sized(limit)]).type).toBe("committed");
    },
  },
  {
    name: "a commit without a slot is refused: the namespace is not open",
    run(bench) {
      const store = bench.open();
      store.clock.useSlot(undefined);
      expect(() => store.commit([put("a")])).toThrow("slot");
    },
  },
  {
    name: "dependents follow owner references as they come and go",
    run(bench) {
      const store = bench.open();
      const [a] = committed(store, put("a", { owners: ["o1", "o2", "o1"] }), put("b", { owners: ["o1"] }));
      expect(store.dependents("o1")).toEqual([
        { collection: "pods", name: "a" },
        { collection: "pods", name: "b" },
      ]);
      committed(store, put("a", { owners: ["o2"], expected: (a as Change).revision }));
      expect(store.dependents("o1").map((one) => one.name)).toEqual(["b"]);
      write(store, "b", undefined);
      expect(store.dependents("o1")).toEqual([]);
      expect(store.dependents("o2").map((one) => one.name)).toEqual(["a"]);
    },
  },
];

const reading: readonly ContractCase[] = [
  {
    name: "a list is in name order and is paged by name",
    run(bench) {
      const store = bench.open();
      for (const name of ["c", "a", "d", "b"]) write(store, name, "");
      write(store, "z", "", "services");
      expect(names(store.list("pods"))).toEqual(["a", "b", "c", "d"]);
      const page = store.list("pods", { limit: 2 });
      expect(names(page)).toEqual(["a", "b"]);
      expect(page.more).toBe(true);
      const rest = store.list("pods", { limit: 2, after: "b" });
      expect(names(rest)).toEqual(["c", "d"]);
      expect(rest.more).toBe(false);
      expect(store.count("pods")).toBe(4);
      expect(store.count("pods", "b")).toBe(2);
      expect(store.counts()).toEqual(
        new Map([
          ["pods", 4],
          ["services", 1],
        ]),
      );
    },
  },
  {
    name: "[R4] a list at an earlier revision shows every object as it stood then, page by page",
    run(bench) {
      const store = bench.open();
      const states = new Map<number, string[]>();
      const steps: [string, string | undefined][] = [
        ["b", "1"],
        ["d", "1"],
        ["a", "1"],
        ["b", "2"],
        ["d", undefined],
        ["c", "1"],
        ["a", undefined],
        ["a", "2"],
        ["b", undefined],
        ["e", "1"],
      ];
      for (const [name, value] of steps) {
        write(store, name, value);
        states.set(
          store.revision,
          store.list("pods").objects.map((object) => object.text),
        );
      }
      for (const [revision, texts] of states) {
        const all = store.listAt("pods", revision) as ListPage;
        expect(all.objects.map((object) => object.text)).toEqual(texts);
        expect(all.revision).toBe(revision);
        for (const limit of [1, 2, 3]) expect(paged(store, revision, limit)).toEqual(texts);
      }
      expect((store.listAt("pods", 1) as ListPage).objects).toEqual([]);
    },
  },
  {
    name: "[R4] after a list at a later revision every commit is later still",
    run(bench) {
      const store = bench.open();
      write(store, "a", "1");
      const later = (startMs + 500) * 2048 + 9;
      expect((store.listAt("pods", later) as ListPage).revision).toBe(later);
      expect(write(store, "b", "1").revision).toBeGreaterThan(later);
    },
  },
  {
    name: "[R2] a list and the changes after it are the whole story, in revision order",
    run(bench) {
      const store = bench.open();
      write(store, "a", "1");
      const { revision } = store.list("pods");
      const later = [write(store, "b", "1"), write(store, "a", "2"), write(store, "b", undefined)];
      write(store, "s", "1", "services");
      const page = store.changes(revision, { collections: ["pods"] }) as LogPage;
      expect(page.changes).toEqual(later);
      expect(page).toMatchObject({ more: false, upTo: store.revision });
      const withoutOld = store.changes(revision, { collections: ["pods"], withPrevious: false }) as LogPage;
      expect(withoutOld.changes.map((change) => change.previousText)).toEqual([undefined, undefined, undefined]);
    },
  },
  {
    name: "the log is read in pages bounded by changes and by bytes, one change at least",
    run(bench) {
      const store = bench.open();
      const all = ["a", "b", "c"].map((name) => write(store, name, "x".repeat(1000)));
      const first = store.changes(1, { changesMax: 2 }) as LogPage;
      expect(first.changes.map((change) => change.name)).toEqual(["a", "b"]);
      expect(first).toMatchObject({ more: true, upTo: all[1]?.revision });
      const small = store.changes(first.upTo, { bytesMax: 10 }) as LogPage;
      expect(small.changes.map((change) => change.name)).toEqual(["c"]);
      expect(small.more).toBe(false);
    },
  },
  {
    name: "a store that was never written to answers reads and makes no table",
    run(bench) {
      const store = bench.open();
      const { revision } = store;
      expect(revision).toBe(startMs);
      expect(store.list("pods")).toEqual({ revision, objects: [], more: false });
      expect(store.get("pods", "a")).toBeUndefined();
      expect(store.changes(revision)).toMatchObject({ changes: [] });
      expect(store.changes(revision - 1)).toMatchObject({ type: "expired" });
      expect(store.listAt("pods", revision + 1)).toMatchObject({ type: "expired" });
      expect(store.dependents("o")).toEqual([]);
      expect(store.counts().size).toBe(0);
      expect(store.work.due(startMs, 10)).toEqual([]);
      expect(bench.sql.rows("SELECT name FROM sqlite_master WHERE name IN ('meta', 'objects')")).toEqual([]);
      expect(bench.alarm.timesSet).toBe(0);
    },
  },
];

function paged(store: Store, revision: number, limit: number): string[] {
  const texts: string[] = [];
  let after = "";
  for (;;) {
    const page = store.listAt("pods", revision, { after, limit }) as ListPage;
    texts.push(...page.objects.map((object) => object.text));
    if (!page.more) return texts;
    after = page.objects.at(-1)?.name ?? "";
  }
}

const lasting: readonly ContractCase[] = [
  {
    name: "[R1] revisions grow across restarts and while the clock stands still or goes back",
    run(bench) {
      let last = 0;
      for (const moveMs of [0, 0, 5, -60_000, 0, 70_000]) {
        bench.clock.advance(moveMs);
        const { revision } = write(bench.open(), "a", String(moveMs));
        expect(revision).toBeGreaterThan(last);
        last = revision;
      }
    },
  },
  {
    name: "[R1] the revision of a deletion that compaction took away is not taken again",
    run(bench) {
      const store = bench.open();
      write(store, "a", "1");
      const { revision } = write(store, "a", undefined);
      bench.clock.advance(1_000_000);
      store.compact();
      expect(bench.sql.rows("SELECT * FROM versions")).toEqual([]);
      bench.clock.advance(-1_000_000);
      expect(write(bench.open(), "a", "2").revision).toBeGreaterThan(revision);
    },
  },
  {
    name: "[R1] a revision that was reached is never taken, also after a restart",
    run(bench) {
      const store = bench.open();
      write(store, "a", "1");
      const far = (startMs + 9_000) * 2048;
      store.reach(far);
      expect(store.list("pods").revision).toBe(far);
      const again = bench.open();
      expect(again.revision).toBe(far);
      expect(write(again, "a", "2").revision).toBeGreaterThan(far);
    },
  },
  {
    name: "[R3] compaction moves the horizon; from there on everything is still told, before it Expired",
    run(bench) {
      const store = bench.open({ bounds: { ageMs: 1000, changesMax: 1000, bytesMax: 1e9, rowsPerSlice: 2 } });
      const old = [
        write(store, "a", "1"),
        write(store, "b", "1"),
        write(store, "a", "2"),
        write(store, "b", undefined),
      ];
      bench.clock.advance(5000);
      const young = [write(store, "a", "3"), write(store, "c", "1")];
      store.compact();
      const horizon = old.at(-1)?.revision as number;
      expect(store.horizon).toBe(horizon);
      expect(store.changes(horizon - 1)).toEqual({ type: "expired", horizon });
      expect(store.listAt("pods", horizon - 1)).toEqual({ type: "expired", horizon });
      expect(log(store, horizon)).toEqual(young);
      expect((store.listAt("pods", horizon) as ListPage).objects.map((object) => object.text)).toEqual([old[2]?.text]);
      expect(names(store.list("pods"))).toEqual(["a", "c"]);
      expect(Number(bench.sql.row("SELECT count(*) FROM versions")?.[0])).toBe(3);
      expect(bench.open().horizon).toBe(horizon);
    },
  },
  {
    name: "[R3] the log is bounded by count and by bytes, a slice with each commit, and keeps what stands",
    run(bench) {
      const store = bench.open({ bounds: { ageMs: 1e9, changesMax: 10, bytesMax: 1e9, rowsPerSlice: 4 } });
      write(store, "kept", "1");
      for (let round = 0; round < 60; round += 1) write(store, `p${round % 7}`, String(round));
      expect(log(store, store.horizon).length).toBeLessThanOrEqual(11);
      expect(names(store.list("pods"))).toHaveLength(8);
      const small = bench.open({ bounds: { ageMs: 1e9, changesMax: 1e9, bytesMax: 500, rowsPerSlice: 100 } });
      for (let round = 0; round < 5; round += 1) write(small, "p0", "x".repeat(100));
      const bytes = log(small, small.horizon).reduce((sum, change) => sum + change.text.length, 0);
      expect(bytes).toBeLessThanOrEqual(700);
      expect(small.get("pods", "kept")?.text).toContain("kept");
    },
  },
  {
    name: "[R3] a store whose tables were taken begins anew: it has nothing, and tells nothing of the time before",
    run(bench) {
      const store = bench.open();
      const { revision } = write(store, "a", "1");
      for (const table of ["objects", "versions", "owners", "work", "meta"]) bench.sql.run(`DROP TABLE ${table}`);
      store.beginAnew();
      expect(store.list("pods").objects).toEqual([]);
      expect(store.listAt("pods", revision + 1)).toMatchObject({ objects: [], more: false });
      for (const one of [store, bench.open()]) expect(one.covers(revision - 1)).toBe(false);
    },
  },
  {
    name: "[R3] an erased store is virgin: it knows nothing of the time before it, and its clock goes on",
    run(bench) {
      const store = bench.open();
      const { revision } = write(store, "a", "1");
      store.erase();
      expect(store.list("pods")).toEqual({ revision: store.revision, objects: [], more: false });
      expect(store.revision).toBeLessThan(revision);
      expect(store.covers(revision)).toBe(false);
      expect(bench.sql.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'objects'")).toEqual([]);
      const again = bench.open();
      again.startAt(revision);
      again.clock.lift(revision);
      expect(write(again, "a", "2").revision).toBeGreaterThan(revision);
      expect(again.covers(revision - 1)).toBe(false);
      expect(bench.open().covers(revision - 1)).toBe(false);
    },
  },
];

export const storageContract: readonly ContractCase[] = [...writing, ...reading, ...lasting];
