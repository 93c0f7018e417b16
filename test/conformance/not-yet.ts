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
  {
    fits: named("AdmissionWebhook", "CustomResourceConversionWebhook", "CustomResourceFieldSelectors"),
    waitsFor: "a webhook server's image for tests",
  },
  { fits: named("Aggregator"), waitsFor: "an aggregated server's image for tests" },
  {
    fits: (test) => test.needs === "C" && test.name.includes("[sig-apps] CronJob"),
    waitsFor: "the controller of CronJobs",
  },
  { fits: needing("T"), waitsFor: "a story with traffic between pods, written here" },
  { fits: needing("N"), waitsFor: "a story with running pods, written here" },
  { fits: () => true, waitsFor: "a test, written here" },
];

/** What a test without a test here waits for. */
export function waitsFor(test: ConformanceTest): string {
  return waits.find(({ fits }) => fits(test))?.waitsFor ?? "";
}
