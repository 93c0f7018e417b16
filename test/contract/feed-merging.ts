// [F3] [F4] [F5] Many logs become one order: nothing is told before every open namespace has promised to be past it.
import { expect } from "vitest";
import { at, change, endOf } from "./feed-bench.ts";
import type { FeedCase } from "./feed-case.ts";

export const feedMerging: readonly FeedCase[] = [
  {
    name: "[F3] a change waits until every open namespace has promised to be past it, and all come out in one order",
    async run(bench) {
      const { opened, watch } = await bench.busy("a", "b");
      const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")] });
      expect(watch.events()).toEqual([]);
      expect(bench.advances).toHaveLength(1);
      expect(bench.advances[0]).toMatchObject({ namespace: "b", request: { from: b.position, upTo: at(30, 1) } });
      const changes = [change(at(20, 2), "b20"), change(at(31, 2), "b31")];
      bench.report("b", b.opening, b.position, endOf(31), { changes });
      expect(watch.events()).toEqual(["b20", "a30"]);
      bench.report("a", a.opening, endOf(30), endOf(31));
      expect(watch.events()).toEqual(["b31"]);
    },
  },
  {
    name: "[F3] one open namespace alone waits for nobody",
    async run(bench) {
      const { opened, watch } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")] });
      expect(watch.events()).toEqual(["a30"]);
      expect(bench.advances).toEqual([]);
    },
  },
  {
    name: "[F3] one that doesn't answer is asked again and never forgotten",
    async run(bench) {
      const { opened, watch } = await bench.busy("a", "b");
      const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")] });
      bench.advances.splice(0)[0]?.fail();
      await bench.timers.advance(1_000);
      expect(bench.advances).toHaveLength(1);
      // It says nothing at all: given up, and asked once more.
      await bench.timers.advance(60_000);
      expect(bench.advances.length).toBeGreaterThan(3);
      expect(watch.events()).toEqual([]);
      expect(bench.feed.openNamespaces()).toEqual(["a", "b"]);
      bench.report("b", b.opening, b.position, endOf(30));
      expect(watch.events()).toEqual(["a30"]);
    },
  },
  {
    name: "[F3] nobody is asked while nobody waits for an event",
    async run(bench) {
      const a = bench.open("a");
      bench.open("b");
      bench.report("a", a.opening, a.position, endOf(30));
      await bench.timers.advance(1_000);
      expect(bench.advances).toEqual([]);
    },
  },
  {
    name: "[F3] while one holds the others up, only so much is read of these, and the rest once it answers",
    async run(bench) {
      bench.start({ bufferBytesMax: 100 });
      const { opened, watch } = await bench.busy("a", "b");
      const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
      const first = [change(at(30, 1), "a30", "pods", "x".repeat(200))];
      bench.report("a", a.opening, a.position, endOf(30), { changes: first });
      const second = { changes: [change(at(40, 1), "a40")] };
      expect(bench.report("a", a.opening, endOf(30), endOf(40), second)).toMatchObject({ type: "busy" });
      // A report without changes is but a promise, and b's is what all wait for.
      expect(bench.report("a", a.opening, endOf(30), endOf(31))).toMatchObject({ type: "read" });
      bench.report("b", b.opening, b.position, endOf(50), { changes: [change(at(35, 2), "b35")] });
      expect(watch.events()).toEqual(["a30"]);
      expect(bench.report("a", a.opening, endOf(31), endOf(40), second)).toMatchObject({ type: "read" });
      expect(watch.events()).toEqual(["b35", "a40"]);
    },
  },
  {
    name: "[F4] a gap is asked for again, a repetition is dropped",
    async run(bench) {
      const { opened, watch } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const first = [change(at(30, 1), "a30")];
      const gap = bench.report("a", a.opening, endOf(30), endOf(40), { changes: [change(at(40, 1), "a40")] });
      expect(gap).toMatchObject({ type: "again", from: a.position });
      bench.report("a", a.opening, a.position, endOf(30), { changes: first });
      const repeated = bench.report("a", a.opening, a.position, endOf(30), { changes: first });
      expect(repeated).toMatchObject({ type: "read", upTo: endOf(30) });
      const overlap = [...first, change(at(40, 1), "a40")];
      bench.report("a", a.opening, a.position, endOf(40), { changes: overlap });
      expect(watch.events()).toEqual(["a30", "a40"]);
    },
  },
  {
    name: "[F4] after a restart reading goes on no later than what was emitted",
    async run(bench) {
      const { opened, watch } = await bench.busy("a", "b");
      const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
      bench.report("b", b.opening, b.position, endOf(5_000));
      bench.report("a", a.opening, a.position, endOf(5_000), { changes: [change(at(5_000, 1), "a1")] });
      expect(watch.events()).toEqual(["a1"]);
      // Read, but it can't be emitted before b is past it.
      bench.report("a", a.opening, endOf(5_000), endOf(20_000), { changes: [change(at(20_000, 1), "a2")] });
      bench.start();
      const again = bench.report("a", a.opening, endOf(20_000), endOf(20_001));
      expect(again).toMatchObject({ type: "again" });
      const { from } = again as { from: number };
      expect(from).toBeLessThanOrEqual(endOf(5_000));
      const changes = [change(at(5_000, 1), "a1"), change(at(20_000, 1), "a2")].filter((one) => one.revision > from);
      bench.report("a", a.opening, from, endOf(20_001), { changes });
      bench.report("b", b.opening, b.position, endOf(20_001));
      // The socket outlived the restart; what was told before is dropped by the Worker.
      expect(watch.events()).toEqual(["a2"]);
    },
  },
  {
    name: "[F5] a close of an earlier opening is refused",
    async run(bench) {
      const first = bench.open("a");
      const second = bench.open("a");
      const closed = { state: "closed" } as const;
      expect(bench.report("a", first.opening, first.position, endOf(30), closed)).toEqual({ type: "stale" });
      expect(bench.feed.openNamespaces()).toEqual(["a"]);
      bench.report("a", second.opening, second.position, endOf(30), closed);
      expect(bench.feed.openNamespaces()).toEqual([]);
      // Openings go on counting, also when the namespace was gone in between.
      expect(bench.feed.drop("a")).toBe(true);
      expect(bench.open("a").opening).toBe(second.opening + 1);
    },
  },
  {
    name: "[F5] a close is complete only when everything of the namespace was emitted",
    async run(bench) {
      const { opened, watch } = await bench.busy("a", "b");
      const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
      const changes = [change(at(30, 1), "a30")];
      bench.report("a", a.opening, a.position, endOf(30), { changes, state: "closed" });
      expect(bench.feed.openNamespaces()).toEqual(["a", "b"]);
      expect(bench.feed.drop("a")).toBe(false);
      bench.report("b", b.opening, b.position, endOf(30));
      expect(watch.events()).toEqual(["a30"]);
      expect(bench.feed.openNamespaces()).toEqual(["b"]);
    },
  },
];
