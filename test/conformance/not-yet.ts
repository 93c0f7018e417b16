// Why a test of upstream's list has no test here yet: what it waits for. The first rule that fits counts.
import type { ConformanceTest } from "./list/conformance-tests.ts";

interface Wait {
  readonly fits: (test: ConformanceTest) => boolean;
  readonly waitsFor: string;
}

const named =
  (...words: readonly string[]) =>
  ({ name }: ConformanceTest) =>
    words.some((word) => name.includes(word));
const needing =
  (letter: string) =>
  ({ needs }: ConformanceTest) =>
    needs.includes(letter);

const waits: readonly Wait[] = [
  { fits: named("Aggregator"), waitsFor: "an aggregated server's image for tests" },
  { fits: named("[sig-apps] CronJob"), waitsFor: "the controller of CronJobs" },
  { fits: named("[sig-apps] Job"), waitsFor: "the controller of Jobs" },
  { fits: named("[sig-apps] Daemon set", "ControllerRevision"), waitsFor: "the controller of DaemonSets" },
  { fits: named("[sig-apps] StatefulSet"), waitsFor: "the controller of StatefulSets" },
  { fits: named("SchedulerPreemption"), waitsFor: "preemption" },
  { fits: named("NoExecuteTaintManager"), waitsFor: "the controller that evicts by taints" },
  { fits: named("at least two untainted nodes"), waitsFor: "a second node" },
  { fits: named("ImageVolume"), waitsFor: "volumes made of images" },
  {
    fits: (test) => needing("N")(test) || needing("T")(test),
    waitsFor: "a run with Docker: the project pods was left out",
  },
  { fits: () => true, waitsFor: "a test, written here" },
];

/** What a test without a test here waits for. */
export function waitsFor(test: ConformanceTest): string {
  return waits.find(({ fits }) => fits(test))?.waitsFor ?? "";
}
