// One pod in its worker's hands: who it is, what it is to be, how far it is.
import type { Pod } from "../../../src/kinds/facts/types.gen.ts";
import type { PodEvent, PodState } from "./lifecycle.ts";
import type { PodMemory } from "./pod-memory.ts";
import type { PodIdentity } from "./pod-parts.ts";
import type { PodReporter } from "./pod-reporter.ts";
import type { PodRuntime } from "./runtime.ts";

export interface PodContext {
  readonly runtime: PodRuntime;
  readonly identity: PodIdentity;
  readonly memory: PodMemory;
  readonly reporter: PodReporter;
  /** As last told; undefined when only Docker's labels are left of it. */
  readonly pod: Pod | undefined;
  readonly state: PodState;
  /** Nobody has it any more: there is nothing to report to. */
  readonly vanished: boolean;
  /** When its grace is over; undefined while it isn't being stopped. */
  readonly deadlineMs: number | undefined;
  /** Has the worker look again at once. */
  wake(): void;
}

export interface RoundResult {
  /** What the round has found; moves the pod on. */
  readonly event?: PodEvent;
  /** When to look again even if nothing happens; 0: at once. */
  readonly wakeAtMs?: number;
}
