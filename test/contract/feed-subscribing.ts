// [R5] Who hears of everything and may lose none of it: the scheduler.
import { expect } from "vitest";
import { at, change, endOf } from "./feed-bench.ts";
import type { FeedCase } from "./feed-case.ts";

export const feedSubscribing: readonly FeedCase[] = [
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
