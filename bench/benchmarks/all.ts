// The benchmarks, in the order in which they run.
import type { Benchmark } from "./benchmark.ts";
import { listsBenchmark } from "./lists.ts";
import { memoryBenchmark } from "./memory.ts";
import { podsBenchmark } from "./pods.ts";
import { requestsBenchmark } from "./requests.ts";
import { watchesBenchmark } from "./watches.ts";

export const benchmarks: readonly Benchmark[] = [
  requestsBenchmark,
  listsBenchmark,
  watchesBenchmark,
  podsBenchmark,
  memoryBenchmark,
];
