// How open namespaces that lag are asked: paced, one question each at a time.
import { expect, test } from "vitest";
import { silentLog } from "../../test/contract/feed-bench.ts";
import { SteppedClock } from "../platform/simulated/clock.ts";
import { SteppedTimers } from "../platform/simulated/timers.ts";
import type { FeedMember } from "./members.ts";
import type { AdvanceRequest, Report } from "./messages.ts";
import { Rounds } from "./rounds.ts";

function setUp(count: number, answerMs: number) {
  const clock = new SteppedClock(1_000_000);
  const timers = new SteppedTimers(clock);
  const members = Array.from({ length: count }, (_, index) => member(`n${index}`));
  const asked: number[] = [];
  const rounds = new Rounds({
    clock,
    timers,
    log: silentLog,
    calls: {
      advance: async (namespace, request: AdvanceRequest) => {
        asked.push(clock.now());
        await timers.sleep(answerMs);
        return { namespace, upTo: request.upTo } as Report;
      },
      gather: () => Promise.reject(new Error("not asked for")),
    },
    open: () => members,
    interest: () => ["pods"],
    take: (report) => {
      const one = members.find((known) => known.namespace === report.namespace) as FeedMember;
      one.read = Math.max(one.read, report.upTo);
    },
  });
  return { clock, timers, members, asked, rounds };
}

function member(namespace: string): FeedMember {
  const standing = { read: 0, emitted: 0, last: 0, position: 0, closing: false, heardMs: 0, asked: false, failures: 0 };
  return { namespace, opening: 1, slot: 1, ...standing };
}

test("[F3] the first round goes out at once, to those that lag and are not closing", async () => {
  const { rounds, members, asked, timers } = setUp(4, 0);
  (members[1] as FeedMember).read = 99;
  (members[2] as FeedMember).closing = true;
  rounds.want(50);
  expect(asked).toHaveLength(2);
  await timers.advance(10);
  expect(members.map((one) => one.read)).toEqual([50, 99, 0, 50]);
});

test("200 events a second over 20 namespaces cost no more than 40 rounds", async () => {
  const { rounds, asked, timers, clock } = setUp(20, 2);
  const startMs = clock.now();
  for (let event = 0; event < 200; event += 1) {
    rounds.want(event * 10);
    await timers.advance(5);
  }
  expect(clock.now() - startMs).toBe(1_000);
  expect(asked.length / 20).toBeLessThanOrEqual(40);
  expect(asked.length / 20).toBeGreaterThan(20);
});

test("one that is slow is not asked twice at a time", async () => {
  const { rounds, asked, timers } = setUp(1, 5_000);
  for (let event = 1; event < 100; event += 1) {
    rounds.want(event);
    await timers.advance(10);
  }
  expect(asked).toHaveLength(1);
});
