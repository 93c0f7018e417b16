// When results in a row are enough to believe them.
// Kubernetes: pkg/kubelet/prober/worker.go doProbe
import type { Probe } from "../../../src/kinds/facts/types.gen.ts";
import { FAILURES_DEFAULT, SUCCESSES_DEFAULT } from "./limits.ts";

export type Outcome = "success" | "failure";

export interface Streak {
  readonly outcome: Outcome;
  /** So many in a row. */
  readonly length: number;
}

export function extended(streak: Streak | undefined, outcome: Outcome): Streak {
  return { outcome, length: streak?.outcome === outcome ? streak.length + 1 : 1 };
}

/** Whether it is long enough to count. */
export function isBelieved({ outcome, length }: Streak, { failureThreshold, successThreshold }: Probe): boolean {
  const enough =
    outcome === "failure" ? (failureThreshold ?? FAILURES_DEFAULT) : (successThreshold ?? SUCCESSES_DEFAULT);
  return length >= enough;
}
