// [F6] [F7] [R4] [R5] Watches across namespaces: where they begin, what they are told, and when they must begin anew.
import { expect } from "vitest";
import { at, change, endOf } from "./feed-bench.ts";
import type { FeedCase } from "./feed-case.ts";

export const feedWatching: readonly FeedCase[] = [
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
