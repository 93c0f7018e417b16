// Every numbered rule of storage and feed is quoted by a test, and each of them stands in a README.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { endOf } from "../../test/contract/feed-bench.ts";
import { feedRules, floorAbove } from "./rules.ts";

const root = resolve(import.meta.dirname, "../..");
const ids = ["R1", "R2", "R3", "R4", "R5", "R6", "F1", "F2", "F3", "F4", "F5", "F6", "F7"];

function contract(): string {
  const folder = join(root, "test/contract");
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

describe("rules", () => {
  test.each(ids)("%s is stated and quoted by a test of the contract", (id) => {
    const readme = id.startsWith("F") ? "src/feed/README.md" : "src/storage/README.md";
    expect(readFileSync(join(root, readme), "utf8")).toContain(`- ${id} `);
    expect(contract()).toContain(`[${id}] `);
  });
});

const member = { opening: 3, read: endOf(100), emitted: endOf(50), closing: false };

describe("the feed's decisions", () => {
  test("[F1] an opening of a closed namespace reads from the floor, of an open one from no later than both", () => {
    expect(feedRules.readAfterOpen({ read: 10, wasOpen: false }, 50)).toBe(50);
    expect(feedRules.readAfterOpen({ read: 10, wasOpen: true }, 50)).toBe(10);
    expect(feedRules.readAfterOpen({ read: 90, wasOpen: true }, 50)).toBe(50);
  });

  test("[F2] the floor is raised when it is reached, by a stride", () => {
    expect(floorAbove(40, 50, 1)).toBe(50);
    expect(floorAbove(50, 50, 1)).toBe(50);
    expect(floorAbove(51, 50, 2)).toBe(51 + 2 * 2_048);
  });

  test("[F3] the watermark is the least promise of those that may still commit", () => {
    expect(feedRules.watermark([])).toBe(Number.POSITIVE_INFINITY);
    const others = [
      { ...member, read: endOf(70) },
      { ...member, read: endOf(10), closing: true },
    ];
    expect(feedRules.watermark([member, ...others])).toBe(endOf(70));
  });

  test("[F4] a report is next, a gap, a repetition or stale", () => {
    const judge = (opening: number, from: number, upTo: number) =>
      feedRules.judgeReport({ opening, from: endOf(from), upTo: endOf(upTo) }, member);
    expect(judge(3, 100, 120)).toBe("next");
    expect(judge(3, 80, 120)).toBe("next");
    expect(judge(3, 100, 100)).toBe("next");
    expect(judge(3, 101, 120)).toBe("gap");
    expect(judge(3, 80, 90)).toBe("repetition");
    expect(judge(2, 100, 120)).toBe("stale");
  });

  test("[F5] a member is forgotten when it is closing and all of it was emitted", () => {
    expect(feedRules.mayForget(member, 0)).toBe(false);
    expect(feedRules.mayForget({ ...member, closing: true }, 1)).toBe(false);
    expect(feedRules.mayForget({ ...member, closing: true }, 0)).toBe(true);
  });

  test("[F6] a past is gathered unless nothing was emitted that the watch doesn't know", () => {
    expect(feedRules.needsGather(100, 100, 50)).toBe(false);
    expect(feedRules.needsGather(99, 100, 50)).toBe(true);
    expect(feedRules.needsGather(100, 10, 150)).toBe(true);
    expect(feedRules.needsGather(100, 10, undefined)).toBe(true);
  });

  test("slots are lent from the lowest, and never all of them", () => {
    expect(feedRules.freeSlot(new Set([1, 2, 4]))).toBe(3);
    expect(feedRules.freeSlot(new Set(Array.from({ length: 2_046 }, (_, index) => index + 1)))).toBeUndefined();
  });
});
