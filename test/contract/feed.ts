// The contract of the feed's cluster side, on every engine: rules F1 to F7, R4 and R5 one by one.
import { expect } from "vitest";
import type { ContractCase } from "./case.ts";
import { at, change, endOf, FeedBench } from "./feed-bench.ts";

interface FeedCase {
  readonly name: string;
  run(bench: FeedBench): void | Promise<void>;
}

const opening: readonly FeedCase[] = [
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

const merging: readonly FeedCase[] = [
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

const watching: readonly FeedCase[] = [
  {
    name: "[F6] a watch gathers the past up to above the floor, then goes live; what is emitted meanwhile waits",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")] });
      const watch = bench.watch(a.position);
      expect(bench.gathers).toHaveLength(1);
      const { request, answer } = bench.gathers[0] as (typeof bench.gathers)[0];
      expect(request.from).toBe(a.position);
      expect(request.upTo).toBeGreaterThanOrEqual(at(30, 1));
      const live = change(request.upTo + 2_048, "live");
      bench.report("a", a.opening, endOf(30), live.revision, { changes: [live] });
      expect(watch.events()).toEqual([]);
      const past = [change(at(30, 1), "a30")];
      answer({ type: "changes", changes: past, upTo: request.upTo, more: false });
      await bench.timers.settle();
      expect(watch.events()).toEqual(["a30", "live"]);
    },
  },
  {
    name: "[F6] a long past comes in pages, each as far as all namespaces have told, and the next when asked for",
    async run(bench) {
      await bench.busy("a", "b");
      const watch = bench.watch(at(0, 0));
      const [toA, toB] = bench.gathers.splice(0);
      toA?.answer({ type: "changes", changes: [change(at(1, 1), "a1")], upTo: at(1, 1), more: true });
      const fromB = [change(at(1, 2), "b1"), change(at(2, 2), "b2")];
      toB?.answer({ type: "changes", changes: fromB, upTo: toB.request.upTo, more: false });
      await bench.timers.settle();
      expect(watch.events()).toEqual(["a1"]);
      bench.feed.message(watch.socket, "next");
      expect(bench.gathers.map((one) => one.request.from)).toEqual([at(1, 1), at(1, 1)]);
      for (const asked of bench.gathers.splice(0)) {
        const changes = asked.namespace === "a" ? [change(at(3, 1), "a3")] : fromB;
        asked.answer({ type: "changes", changes, upTo: asked.request.upTo, more: false });
      }
      await bench.timers.settle();
      expect(watch.events()).toEqual(["b1", "b2", "a3"]);
    },
  },
  {
    name: "[F6] when more happens during a gather than can wait, the past is gathered once more, to a later end",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")] });
      const watch = bench.watch(a.position);
      const [first] = bench.gathers.splice(0);
      const large = [change(at(40, 1), "a40", "pods", "x".repeat(1_100_000)), change(at(50, 1), "a50")];
      bench.report("a", a.opening, endOf(30), endOf(50), { changes: large });
      const past = [change(at(30, 1), "a30")];
      first?.answer({ type: "changes", changes: past, upTo: first.request.upTo, more: false });
      await bench.timers.settle();
      expect(watch.events()).toEqual(["a30"]);
      bench.feed.message(watch.socket, "next");
      const [second] = bench.gathers.splice(0);
      expect(second?.request.from).toBe(first?.request.upTo);
      second?.answer({ type: "changes", changes: large, upTo: second.request.upTo, more: false });
      await bench.timers.settle();
      expect(watch.events()).toEqual(["a40", "a50"]);
    },
  },
  {
    name: "[F6] no more than a few pasts are gathered at a time",
    async run(bench) {
      await bench.busy("a");
      const watches = Array.from({ length: 9 }, (_, index) => bench.watch(at(0, index)));
      expect(bench.gathers).toHaveLength(4);
      for (let round = 0; round < 3; round += 1) {
        for (const { request, answer } of bench.gathers.splice(0)) {
          answer({ type: "changes", changes: [change(at(1, 1), "a1")], upTo: request.upTo, more: false });
        }
        await bench.timers.settle();
      }
      expect(watches.map((watch) => watch.events())).toEqual(watches.map(() => ["a1"]));
    },
  },
  {
    name: "[F6] a watch from where nothing was emitted since asks nobody",
    async run(bench) {
      const { opened, revision } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const watch = bench.watch(bench.pick().revision);
      expect(bench.gathers).toEqual([]);
      bench.report("a", a.opening, a.position, endOf(900), { changes: [change(at(900, 1), "a1")] });
      expect(watch.events()).toEqual(["a1"]);
      expect(revision).toBeLessThan(at(900, 1));
    },
  },
  {
    name: "[R5] a watch of what is no longer served is told what was emitted, and then ends",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const from = bench.pick().revision;
      const [pods, services] = [bench.watch(from), bench.watch(from, "services")];
      bench.report("a", a.opening, a.position, endOf(900), { changes: [change(at(900, 1), "a1")] });
      bench.unserved.add("pods");
      bench.feed.reviewWatches();
      expect(pods.events()).toEqual(["a1"]);
      expect(pods.socket.closed).toMatchObject({ code: 1000 });
      expect(services.socket.closed).toBeUndefined();
    },
  },
  {
    name: "[F6] once more is of interest, reports without it are refused and asked for again",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const interest = ["pods"];
      bench.report("a", a.opening, a.position, endOf(30), { interest });
      bench.report("a", a.opening, endOf(30), endOf(9_000), { interest });
      bench.watch(at(10, 0), "services");
      const answer = bench.report("a", a.opening, endOf(9_000), endOf(9_001), { interest });
      expect(answer).toMatchObject({ type: "again", interest: ["pods", "services"] });
      expect((answer as { from: number }).from).toBeLessThanOrEqual(bench.pick().revision);
    },
  },
  {
    name: "[F4] [F6] once more is of interest, the position on disk goes back, too",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(9_000), { interest: ["pods"] });
      const { revision } = bench.pick({ atLeast: at(7_000, 0) });
      bench.watch(at(10, 0), "services");
      const [asked] = bench.gathers;
      expect(asked?.request.upTo).toBeLessThan(endOf(9_000));
      bench.start();
      expect(bench.open("a").position).toBeLessThanOrEqual(asked?.request.upTo ?? revision);
    },
  },
  {
    name: "[F7] a namespace whose log doesn't go back so far makes the watch Expired",
    async run(bench) {
      await bench.busy("a", "b");
      const watch = bench.watch(at(1, 0));
      const [toA, toB] = bench.gathers.splice(0);
      toA?.answer({ type: "changes", changes: [], upTo: toA.request.upTo, more: false });
      toB?.answer({ type: "expired", horizon: at(9, 0) });
      await bench.timers.settle();
      expect(watch.events()).toEqual(["ERROR 410"]);
      expect(watch.socket.closed).toBeDefined();
    },
  },
  {
    name: "[F7] what a dropped namespace had told can't be told again",
    async run(bench) {
      const { opened } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(500), { state: "closed", last: at(500, 1) });
      expect(bench.feed.drop("a")).toBe(true);
      expect(bench.feed.drop("a")).toBe(true);
      expect(bench.watch(at(499, 0)).events()).toEqual(["ERROR 410"]);
      expect(bench.feed.pick({ exact: at(499, 0) })).toMatchObject({ type: "expired" });
      expect(bench.watch(at(501, 0)).events()).toEqual([]);
      bench.start();
      expect(bench.watch(at(499, 0)).events()).toEqual(["ERROR 410"]);
      expect(bench.open("a").horizon).toBe(at(500, 1));
    },
  },
  {
    name: "[F7] a namespace that lost what was not read yet makes all watches Expired",
    async run(bench) {
      const { opened, watch } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(500), { lost: true });
      expect(watch.events()).toEqual(["ERROR 410"]);
    },
  },
  {
    name: "[R5] a watch outlives the hibernation of the feed, and one that was gathering begins anew",
    async run(bench) {
      const { opened, watch } = await bench.busy("a");
      const a = opened[0] as (typeof opened)[0];
      const other = bench.watch(at(0, 1));
      bench.start();
      expect(bench.feed.watchCount).toBe(2);
      expect(bench.gathers).toHaveLength(1);
      const [asked] = bench.gathers.splice(0);
      const past = [change(at(3, 1), "a3")];
      asked?.answer({ type: "changes", changes: past, upTo: asked.request.upTo, more: false });
      await bench.timers.settle();
      const later = at(20_000, 1);
      bench.report("a", a.opening, a.position, endOf(20_000), { changes: [...past, change(later, "a4")] });
      expect(other.events()).toEqual(["a3", "a4"]);
      // It had been told a3 in its past: the one that was live already gets it as news.
      expect(watch.events()).toEqual(["a4"]);
    },
  },
  {
    name: "[R5] a watch from a revision that nobody can have handed out is refused",
    run(bench) {
      const watch = bench.watch(at(10 * 60_000, 0));
      expect(watch.events()).toEqual(["ERROR 504"]);
      expect(bench.feed.pick({ atLeast: at(10 * 60_000, 0) })).toMatchObject({ type: "future" });
    },
  },
  {
    name: "[R5] a watch that asks how far things are learns it, also when nothing happened",
    async run(bench) {
      const { watch, revision } = await bench.busy("a");
      await bench.timers.advance(5_000);
      bench.feed.message(watch.socket, `progress ${revision}`);
      const [asked] = bench.gathers.splice(0);
      asked?.answer({ type: "changes", changes: [], upTo: asked.request.upTo, more: false });
      await bench.timers.settle();
      expect(watch.events()).toEqual([]);
      expect(watch.forwarder.revision).toBeGreaterThan(at(4_000, 0));
    },
  },
  {
    name: "[R4] a pick is above every commit that is known of, and says who may be ahead of it",
    async run(bench) {
      const { opened } = await bench.busy("a", "b");
      const a = opened[0] as (typeof opened)[0];
      bench.report("a", a.opening, a.position, endOf(700), { state: "closed", last: at(700, 1) });
      const pick = bench.pick();
      expect(pick.revision).toBeGreaterThanOrEqual(at(700, 1));
      expect(pick).toMatchObject({ namespaces: ["a", "b"], open: ["b"] });
    },
  },
];

const subscribing: readonly FeedCase[] = [
  {
    name: "[R5] a subscriber gets what is emitted, the cluster's own objects included, each batch after the last",
    async run(bench) {
      const a = bench.open("a");
      bench.feed.subscribe("scheduler", ["pods", "nodes"], bench.pick().revision);
      for (const asked of bench.gathers.splice(0)) {
        asked.answer({ type: "changes", changes: [], upTo: asked.request.upTo, more: false });
      }
      await bench.timers.settle();
      const interest = ["nodes", "pods"];
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")], interest });
      await bench.timers.settle();
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
      bench.report("a", a.opening, endOf(30), endOf(9_000), { interest });
      await bench.timers.settle();
      expect(bench.batches.flatMap((batch) => batch.changes.map((one) => one.name))).toEqual(["a30", "n"]);
      for (const [index, batch] of bench.batches.entries()) {
        if (index > 0) expect(batch.from).toBe(bench.batches[index - 1]?.upTo);
      }
    },
  },
  {
    name: "[R5] after a restart the subscriber is asked where it is, and gets what came after",
    async run(bench) {
      const a = bench.open("a");
      const { revision } = bench.pick();
      bench.feed.subscribe("scheduler", ["pods"], revision);
      await bench.timers.settle();
      bench.start();
      bench.batches.length = 0;
      bench.onBatch = (batch) => ({ cursor: batch.from === undefined ? revision : batch.upTo });
      bench.feed.alarm();
      await bench.timers.settle();
      const [asked] = bench.gathers.splice(0);
      expect(asked?.request).toMatchObject({ from: revision, collections: ["pods"] });
      asked?.answer({ type: "changes", changes: [change(at(40, 1), "a40")], upTo: asked.request.upTo, more: false });
      await bench.timers.settle();
      expect(bench.batches.flatMap((batch) => batch.changes.map((one) => one.name))).toEqual(["a40"]);
      expect(a.slot).toBe(1);
    },
  },
  {
    name: "[R5] a subscriber that lost its state, or can't be told, is left alone until it subscribes again",
    async run(bench) {
      const a = bench.open("a");
      const interest = ["pods"];
      bench.feed.subscribe("scheduler", ["pods"], bench.pick().revision);
      for (const asked of bench.gathers.splice(0)) asked.answer({ type: "expired", horizon: at(1, 0) });
      await bench.timers.settle();
      expect(bench.batches).toMatchObject([{ lost: true }]);
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")], interest });
      await bench.timers.advance(10_000);
      expect(bench.batches).toHaveLength(1);
    },
  },
  {
    name: "[R5] a subscriber that can't be reached is asked again, and misses nothing",
    async run(bench) {
      const a = bench.open("a");
      const start = bench.pick().revision;
      bench.feed.subscribe("scheduler", ["pods"], start);
      const answerAll = (names: [number, string][]) => {
        for (const { request, answer } of bench.gathers.splice(0)) {
          const changes = names.map(([revision, name]) => change(revision, name));
          answer({
            type: "changes",
            changes: changes.filter((one) => one.revision > request.from),
            upTo: request.upTo,
            more: false,
          });
        }
      };
      answerAll([]);
      await bench.timers.settle();
      let cursor = bench.batches.at(-1)?.upTo ?? start;
      let isDown = true;
      bench.batches.length = 0;
      bench.onBatch = (batch) => {
        if (isDown) throw new Error("down");
        if (batch.from !== undefined) cursor = batch.upTo;
        return { cursor };
      };
      bench.report("a", a.opening, a.position, endOf(30), { changes: [change(at(30, 1), "a30")], interest: ["pods"] });
      await bench.timers.advance(2_000);
      isDown = false;
      await bench.timers.advance(2_000);
      answerAll([[at(30, 1), "a30"]]);
      await bench.timers.settle();
      expect(bench.batches.at(-1)?.changes.map((one) => one.name)).toEqual(["a30"]);
      expect(cursor).toBeGreaterThanOrEqual(at(30, 1));
    },
  },
  {
    name: "[R5] what waits too long for a subscriber is dropped and gathered again",
    async run(bench) {
      const a = bench.open("a");
      bench.feed.subscribe("scheduler", ["pods"], bench.pick().revision);
      for (const { request, answer } of bench.gathers.splice(0)) {
        answer({ type: "changes", changes: [], upTo: request.upTo, more: false });
      }
      await bench.timers.settle();
      const cursor = bench.batches.at(-1)?.upTo ?? 0;
      // The answer to this batch comes late.
      const large = Array.from({ length: 30 }, (_, index) =>
        change(at(30 + index, 1), `a${index}`, "pods", "x".repeat(1e6)),
      );
      const interest = ["pods"];
      bench.onBatch = (batch) => ({ cursor: batch.from === undefined ? cursor : batch.upTo });
      bench.report("a", a.opening, a.position, endOf(30), { changes: large.slice(0, 1), interest });
      bench.report("a", a.opening, endOf(30), endOf(90), { changes: large.slice(1), interest });
      await bench.timers.settle();
      const [again] = bench.gathers.splice(0);
      expect(again?.request.from).toBe(cursor);
      again?.answer({ type: "changes", changes: large, upTo: again.request.upTo, more: false });
      await bench.timers.settle();
      expect(bench.batches.at(-1)?.changes).toHaveLength(30);
    },
  },
  {
    name: "an alarm asks namespaces that were open and fell silent, and is asked for while there are any",
    async run(bench) {
      const a = bench.open("a");
      expect(bench.store.alarm.atMs).toBeDefined();
      await bench.timers.advance(6_000);
      bench.feed.alarm();
      expect(bench.advances.map((one) => one.namespace)).toEqual(["a"]);
      bench.store.alarm.clear();
      bench.store.wakeUp.rearm();
      expect(bench.store.alarm.atMs).toBeDefined();
      bench.report("a", a.opening, a.position, endOf(1), { state: "closed" });
      bench.store.alarm.clear();
      bench.store.wakeUp.rearm();
      expect(bench.store.alarm.atMs).toBeUndefined();
    },
  },
];

export const feedContract: readonly ContractCase[] = [...opening, ...merging, ...watching, ...subscribing].map(
  (one) => ({
    name: one.name,
    run: (bench) => one.run(new FeedBench(bench)),
  }),
);
