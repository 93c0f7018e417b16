import { expect, test } from "vitest";
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import { readMemory, readStat } from "./host-usage.ts";
import { summary, type Usage, usageOf } from "./summary.ts";

const time = "2026-01-02T03:04:05Z";

test("files that could be dropped are no part of the working set, by either name", () => {
  const measured = { read: time, cpu_stats: { cpu_usage: { total_usage: 7 } } };
  const expected = { time, cpuNanoseconds: 7, memoryBytes: 100, workingSetBytes: 60 };
  for (const stats of [{ inactive_file: 40 }, { total_inactive_file: 40, inactive_file: 1 }]) {
    expect(usageOf({ ...measured, memory_stats: { usage: 100, stats } })).toEqual(expected);
  }
  expect(usageOf({ ...measured, memory_stats: {} }).memoryBytes, "it has just ended").toBe(0);
});

test("a pod is the sum of its containers; one that runs none tells nothing", () => {
  const usage = (cpuNanoseconds: number): Usage => ({ time, cpuNanoseconds, memoryBytes: 10, workingSetBytes: 5 });
  const pod = (uid: string): Pod => ({ metadata: { name: uid, namespace: "n", uid }, status: { startTime: time } });
  const containers = new Map([
    [
      "a",
      new Map([
        ["one", usage(1)],
        ["two", usage(2)],
      ]),
    ],
  ]);
  const told = summary("here", { ...usage(9), availableBytes: 3 }, [pod("a"), pod("b")], containers);
  expect(told).toMatchObject({
    node: { nodeName: "here", cpu: { usageCoreNanoSeconds: 9 }, memory: { availableBytes: 3, workingSetBytes: 5 } },
    pods: [
      {
        podRef: { name: "a", namespace: "n", uid: "a" },
        containers: [{ name: "one" }, { name: "two", memory: { usageBytes: 10 } }],
        cpu: { time, usageCoreNanoSeconds: 3 },
        memory: { usageBytes: 20, workingSetBytes: 10 },
      },
      { podRef: { name: "b" }, containers: [] },
    ],
  });
});

test("the host's use is read from the kernel's files", () => {
  expect(readStat("cpu  1 2 3 400 50 6 7 0 0 0\ncpu0 1 2 3 4 5 6 7 0 0 0\n")).toEqual({ cpuNanoseconds: 190_000_000 });
  const text = "MemTotal:       1000 kB\nMemFree:         400 kB\nMemAvailable:    700 kB\n";
  expect(readMemory(text)).toEqual({
    memoryBytes: 600 * 1024,
    workingSetBytes: 300 * 1024,
    availableBytes: 700 * 1024,
  });
});
