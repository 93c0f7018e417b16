// The contract of a namespace's side of the feed, on every engine: the feed is played by the test.
import { expect } from "vitest";
import { Member } from "../../src/feed/member.ts";
import type { FeedCalls, OpenAnswer, Report, ReportAnswer } from "../../src/feed/messages.ts";
import { SteppedTimers } from "../../src/platform/simulated/timers.ts";
import type { Store } from "../../src/storage/store.ts";
import { put, type StoreBench, write } from "./bench.ts";
import type { ContractCase } from "./case.ts";
import { at, endOf, silentLog } from "./feed-bench.ts";

class MemberBench {
  readonly bench: StoreBench;
  readonly timers: SteppedTimers;
  readonly reports: Report[] = [];
  opens = 0;
  facts: unknown[] = [];
  /** What the feed answers; by default everything is in order. */
  onOpen: () => OpenAnswer | Promise<OpenAnswer> = () => this.opened();
  onReport: (report: Report) => ReportAnswer | Promise<ReportAnswer> = (report) => this.read(report);
  store!: Store;
  member!: Member;

  constructor(bench: StoreBench) {
    this.bench = bench;
    this.timers = new SteppedTimers(bench.clock);
    this.start();
  }

  start(): void {
    const { bench, timers } = this;
    this.store = bench.open();
    const feed: FeedCalls = {
      open: async () => {
        this.opens += 1;
        return await this.onOpen();
      },
      report: async (report) => {
        this.reports.push(report);
        return await this.onReport(report);
      },
    };
    this.member = new Member({
      namespace: "a",
      store: this.store,
      feed,
      clock: bench.clock,
      timers,
      log: silentLog,
      onFacts: (facts) => this.facts.push(facts),
    });
  }

  opened(parts: Partial<Extract<OpenAnswer, { type: "opened" }>> = {}): OpenAnswer {
    return {
      type: "opened",
      opening: this.opens,
      slot: 7,
      floor: at(500, 0),
      position: at(500, 0),
      horizon: 0,
      interest: ["pods"],
      facts: "facts",
      ...parts,
    };
  }

  read(report: Report): ReportAnswer {
    return { type: "read", upTo: report.upTo, interest: ["pods"] };
  }

  async put(name: string, collection = "pods"): Promise<number> {
    const standing = this.store.get(collection, name)?.revision;
    const options = { collection, ...(standing === undefined ? {} : { expected: standing }) };
    const outcome = await this.member.commit([put(name, options)]);
    if (outcome.type !== "committed") throw new Error(`not committed: ${outcome.type}`);
    await this.timers.settle();
    return outcome.changes[0]?.revision ?? 0;
  }

  get told(): string[] {
    return this.reports.flatMap((report) => report.changes.map((change) => change.name));
  }
}

interface MemberCase {
  readonly name: string;
  run(on: MemberBench): Promise<void>;
}

const cases: readonly MemberCase[] = [
  {
    name: "[F1] opens before its first commit, once for all who wait, and commits above the floor in its slot",
    async run(on) {
      expect(() => write(on.store, "x", "1")).toThrow("slot");
      const [first, second] = await Promise.all([on.member.commit([put("a")]), on.member.commit([put("b")])]);
      expect(on.opens).toBe(1);
      expect(on.facts).toEqual(["facts"]);
      for (const outcome of [first, second]) {
        const revision = outcome.type === "committed" ? (outcome.changes[0]?.revision ?? 0) : 0;
        expect(revision).toBeGreaterThan(at(500, 2_047));
        expect(revision % 2_048).toBe(7);
      }
    },
  },
  {
    name: "[F1] a new instance opens anew, and tells what the earlier life committed and never told",
    async run(on) {
      on.onReport = () => Promise.reject(new Error("lost"));
      await on.put("a");
      on.start();
      on.reports.length = 0;
      on.onReport = (report) => on.read(report);
      await on.put("b");
      expect(on.opens).toBe(2);
      expect(on.told).toEqual(["a", "b"]);
      expect(on.reports[0]?.from).toBe(at(500, 0));
    },
  },
  {
    name: "a namespace that doesn't exist is refused, a slot is waited for, and the feed's absence ends in patience",
    async run(on) {
      on.onOpen = () => ({ type: "refused", reason: "gone" });
      expect(await on.member.commit([put("a")])).toEqual({ type: "refused", reason: "gone" });
      on.onOpen = () => (on.opens < 4 ? { type: "wait", afterMs: 100 } : on.opened());
      const waiting = on.member.commit([put("a")]);
      await on.timers.advance(1_000);
      expect((await waiting).type).toBe("committed");
      on.start();
      on.onOpen = () => Promise.reject(new Error("away"));
      const hopeless = on.member.commit([put("b")]);
      await on.timers.advance(60_000);
      expect(await hopeless).toMatchObject({ type: "unavailable" });
      expect(on.store.get("pods", "b")).toBeUndefined();
    },
  },
  {
    name: "[F4] each report goes on where the last one was read, one at a time, and later commits share the next",
    async run(on) {
      let answer: (value: ReportAnswer) => void = () => {};
      on.onReport = () =>
        new Promise((resolve) => {
          answer = resolve;
        });
      for (const name of ["a", "b", "c"]) await on.put(name);
      expect(on.reports).toHaveLength(1);
      on.onReport = (report) => on.read(report);
      answer(on.read(on.reports[0] as Report));
      await on.timers.settle();
      expect(on.reports.map((report) => report.changes.length)).toEqual([1, 2]);
      expect(on.reports[1]?.from).toBe(on.reports[0]?.upTo);
      for (const { upTo, last } of on.reports) expect(upTo).toBeGreaterThanOrEqual(last);
    },
  },
  {
    name: "[F4] asked to report again, it goes back; a lost report is repeated",
    async run(on) {
      await on.put("a");
      let isFirst = true;
      on.onReport = (report) => {
        if (!isFirst) return on.read(report);
        isFirst = false;
        return { type: "again", from: at(500, 0), interest: ["pods"] };
      };
      await on.put("b");
      expect(on.told).toEqual(["a", "b", "a", "b"]);
      isFirst = true;
      on.onReport = (report) => {
        if (!isFirst) return on.read(report);
        isFirst = false;
        throw new Error("lost");
      };
      await on.put("c");
      await on.timers.advance(500);
      expect(on.told.slice(4)).toEqual(["c", "c"]);
    },
  },
  {
    name: "what nobody watches is not reported, until somebody does",
    async run(on) {
      await on.put("s", "services");
      expect(on.reports).toEqual([]);
      on.member.gather({
        collections: ["services"],
        withPrevious: false,
        from: at(500, 0),
        upTo: at(600, 0),
        bytesMax: 1e6,
        interest: ["pods", "services"],
      });
      await on.timers.settle();
      expect(on.told).toEqual(["s"]);
      expect(on.reports[0]?.interest).toEqual(["pods", "services"]);
    },
  },
  {
    name: "[F5] closes after a quiet second, and opens anew to commit, whatever became of the close",
    async run(on) {
      await on.put("a");
      await on.timers.advance(900);
      await on.put("b");
      await on.timers.advance(900);
      expect(on.member.isOpen).toBe(true);
      on.onReport = () => Promise.reject(new Error("lost"));
      await on.timers.advance(300);
      expect(on.member.isOpen).toBe(false);
      const close = on.reports.at(-1) as Report;
      expect(close).toMatchObject({ state: "closed", opening: 1, last: on.store.revision });
      on.onReport = (report) => on.read(report);
      await on.put("c");
      expect(on.opens).toBe(2);
    },
  },
  {
    name: "[F5] a report that is refused as stale makes it open anew before the next commit",
    async run(on) {
      await on.put("a");
      on.onReport = (report) => (report.opening === 1 ? { type: "stale" } : on.read(report));
      await on.put("b");
      expect(on.opens).toBe(2);
      await on.put("c");
      expect(on.reports.at(-1)).toMatchObject({ opening: 2, state: "open" });
    },
  },
  {
    name: "[F3] asked to advance, it makes everything up to there past and tells what it has",
    async run(on) {
      await on.put("s", "services");
      const far = at(9_000, 3);
      const request = { opening: 1, from: at(500, 0), upTo: far, interest: ["pods", "services"] };
      const report = on.member.advance(request);
      expect(report).toMatchObject({ opening: 1, state: "open", from: at(500, 0) });
      expect(report.changes.map((change) => change.name)).toEqual(["s"]);
      expect(report.upTo).toBeGreaterThanOrEqual(far);
      expect(await on.put("a")).toBeGreaterThan(report.upTo);
    },
  },
  {
    name: "[F5] asked under an opening that isn't its own, it says closed; while it opens it can't know and says open",
    async run(on) {
      const request = { opening: 9, from: at(500, 0), upTo: endOf(600), interest: ["pods"] };
      expect(on.member.advance(request)).toMatchObject({ opening: 9, state: "closed" });
      let answer: (value: OpenAnswer) => void = () => {};
      on.onOpen = () =>
        new Promise((resolve) => {
          answer = resolve;
        });
      const opening = on.member.ready();
      await on.timers.settle();
      expect(on.member.advance(request)).toMatchObject({ opening: 9, state: "open" });
      answer(on.opened());
      await opening;
      expect(on.member.isOpen).toBe(true);
    },
  },
  {
    name: "[F6] its part of a watch's past is complete: what it commits from then on is later",
    async run(on) {
      const revision = await on.put("a");
      const upTo = at(5_000, 1);
      const request = { collections: ["pods"], withPrevious: false, bytesMax: 1e6, interest: ["pods"] };
      const answer = on.member.gather({ ...request, from: revision - 1, upTo });
      expect(answer).toMatchObject({ type: "changes", upTo, more: false, changes: [{ name: "a" }] });
      expect(await on.put("b")).toBeGreaterThan(upTo);
    },
  },
  {
    name: "[F7] what its log no longer holds is Expired, and a report from before it says that it is lost",
    async run(on) {
      await on.put("a");
      await on.put("a");
      on.bench.clock.advance(1_000_000);
      on.store.compact();
      const request = { collections: ["pods"], withPrevious: false, bytesMax: 1e6, interest: ["pods"] };
      const answer = on.member.gather({ ...request, from: at(501, 0), upTo: at(9_000_000, 0) });
      expect(answer).toEqual({ type: "expired", horizon: on.store.horizon });
      const report = on.member.advance({ opening: 1, from: at(501, 0), upTo: at(501, 0), interest: ["pods"] });
      expect(report).toMatchObject({ lost: true, changes: [] });
      expect(report.upTo).toBeGreaterThanOrEqual(on.store.revision);
    },
  },
  {
    name: "retires for good: closed with the feed, and nothing is committed any more",
    async run(on) {
      await on.put("a");
      expect(await on.member.retire()).toBe(true);
      expect(on.reports.at(-1)).toMatchObject({ state: "closed" });
      expect(await on.member.commit([put("b")])).toMatchObject({ type: "unavailable" });
      on.start();
      const opening = on.member.ready();
      expect(await on.member.retire()).toBe(true);
      await opening;
      expect(on.member.isOpen).toBe(false);
    },
  },
];

export const memberContract: readonly ContractCase[] = cases.map((one) => ({
  name: one.name,
  run: (bench) => one.run(new MemberBench(bench)),
}));
