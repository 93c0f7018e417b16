import { describe, expect, test } from "vitest";
import { type BackOff, backOffEnd, nextBackOff } from "./back-off.ts";

const bounds = { firstMs: 10_000, lastMs: 300_000 };

describe("back-off", () => {
  test("10 s, doubled up to 300 s", () => {
    const delays: number[] = [];
    let backOff: BackOff | undefined;
    let nowMs = 0;
    for (let failures = 0; failures < 7; failures += 1) {
      backOff = nextBackOff(backOff, { failedAtMs: nowMs, nowMs }, bounds);
      delays.push(backOff.delayMs / 1000);
      nowMs += backOff.delayMs + 1000;
    }
    expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300]);
  });

  test("is forgotten after ten good minutes", () => {
    const earlier = { delayMs: 160_000, countedAtMs: 0 };
    expect(nextBackOff(earlier, { failedAtMs: 600_001, nowMs: 600_002 }, bounds).delayMs).toBe(10_000);
    expect(nextBackOff(earlier, { failedAtMs: 599_999, nowMs: 600_000 }, bounds).delayMs).toBe(300_000);
    expect(backOffEnd(earlier, 600_001, 600_002, bounds)).toBeUndefined();
  });

  test("counts from what happened: the first failure costs no wait, the second does", () => {
    expect(backOffEnd(undefined, 1000, 1001, bounds)).toBeUndefined();
    const backOff = nextBackOff(undefined, { failedAtMs: 1000, nowMs: 1001 }, bounds);
    expect(backOffEnd(backOff, 2000, 2001, bounds)).toBe(12_000);
    expect(backOffEnd(backOff, 2000, 12_000, bounds)).toBeUndefined();
  });
});
