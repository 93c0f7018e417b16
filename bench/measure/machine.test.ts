import { expect, test } from "vitest";
import { busyTicks, processTicks, watchUsage } from "./machine.ts";

test("what cores did is everything but waiting", () => {
  expect(busyTicks("cpu  100 5 50 9000 70 3 2 0 0 0\ncpu0 1 2 3\n")).toBe(160);
  expect(busyTicks("")).toBeUndefined();
});

test("a process's ticks are found behind any name", () => {
  expect(processTicks("12 (a ) b) S 1 12 12 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 5")).toBe(300);
});

test.skipIf(process.platform !== "linux")("a busy process is seen", () => {
  const used = watchUsage([process.pid]);
  const endMs = performance.now() + 150;
  while (performance.now() < endMs);
  expect(used().own[0]).toBeGreaterThan(0.05);
});
