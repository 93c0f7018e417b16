// [F1] [F2] Namespaces open with the feed, and open again; what survives a restart.
import { expect } from "vitest";
import { at, change, endOf } from "./feed-bench.ts";
import type { FeedCase } from "./feed-case.ts";

export const feedOpening: readonly FeedCase[] = [
  {
    name: "[F1] an open answers a slot of its own, a floor, where reading stands, and the cluster's facts",
    run(bench) {
      const a = bench.open("a");
      const b = bench.open("b");
      expect([a.slot, b.slot]).toEqual([1, 2]);
      expect(a).toMatchObject({ opening: 1, facts: "facts", position: a.floor });
      bench.admits = false;
      expect(bench.feed.open("c")).toEqual({ type: "refused", reason: "gone" });
      expect(bench.pick().namespaces).toEqual(["a", "b"]);
    },
  },
  {
    name: "[F1] a namespace that opens again keeps its slot, and what its earlier life promised binds nobody",
    async run(bench) {
      const { opened, watch } = await bench.busy("a", "b");
      const [a, b] = opened as [(typeof opened)[0], (typeof opened)[0]];
      bench.report("a", a.opening, a.position, endOf(5_000), { changes: [change(at(20, 1), "a1")] });
      const again = bench.open("a");
      expect(again).toMatchObject({ slot: a.slot, opening: a.opening + 1 });
      expect(again.position).toBeLessThanOrEqual(again.floor);
      // What the earlier life had reported beyond the floor is told anew by the next one.
      bench.report("b", b.opening, b.position, endOf(6_000));
      expect(watch.events()).toEqual([]);
      const unread = [change(at(20, 1), "a1"), change(at(30, 1), "a2")];
      bench.report("a", again.opening, again.position, endOf(40), { changes: unread });
      expect(watch.events()).toEqual(["a1", "a2"]);
    },
  },
  {
    name: "[F2] after a restart, and with a clock that lags, floors and picks are above all that was handed out",
    async run(bench) {
      const { opened, watch } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const far = at(7_000, 1);
      bench.report("a", a.opening, a.position, endOf(7_000), { changes: [change(far, "a1")] });
      expect(watch.events()).toEqual(["a1"]);
      const { revision } = bench.pick({ atLeast: at(9_000, 3) });
      bench.store.clock.advance(-60_000);
      bench.start();
      expect(bench.open("b").floor).toBeGreaterThanOrEqual(revision);
      expect(bench.pick().revision).toBeGreaterThanOrEqual(revision);
      bench.local.commit([
        {
          type: "put",
          collection: "nodes",
          name: "n",
          uid: "u",
          expected: undefined,
          render: () => "{}",
          ownerUids: [],
        },
      ]);
      expect(bench.local.revision).toBeGreaterThan(revision);
    },
  },
  {
    name: "[F2] the floor is a row every few seconds of activity, not one a commit",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const floors = new Set<unknown>();
      let from = a.position;
      for (let ms = 10; ms < 3_000; ms += 10) {
        bench.report("a", a.opening, from, endOf(ms), { changes: [change(at(ms, 1), `p${ms}`)] });
        from = endOf(ms);
        floors.add(bench.store.sql.row("SELECT value FROM meta WHERE key = 'feed.floor'")?.[0]);
      }
      expect(floors.size).toBeLessThanOrEqual(2);
    },
  },
  {
    name: "slots that are all lent make the next namespace wait, and are lent again after a close",
    run(bench) {
      const opened = Array.from({ length: 2_046 }, (_, index) => bench.open(`n${index}`));
      expect(new Set(opened.map((one) => one.slot)).size).toBe(2_046);
      expect(bench.feed.open("late")).toMatchObject({ type: "wait" });
      const some = opened[700] as (typeof opened)[0];
      bench.report("n700", some.opening, some.position, some.position, { state: "closed" });
      expect(bench.open("late").slot).toBe(some.slot);
    },
  },
];
