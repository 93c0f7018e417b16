// Lets the scheduler work in slices, with room between them for whoever else wants the actor, and wakes it when time has come.
import type { Clock } from "../platform/clock.ts";
import type { Timers } from "../platform/timers.ts";
import { cyclesPerSlice, timerReachMs } from "./limits.ts";
import type { Scheduler } from "./scheduler.ts";

export interface SchedulerLoopOptions {
  readonly scheduler: Pick<Scheduler, "run" | "nextDueMs">;
  readonly clock: Clock;
  readonly timers: Timers;
}

export class SchedulerLoop {
  readonly #options: SchedulerLoopOptions;
  #planned: { readonly atMs: number; readonly cancel: () => void } | undefined;

  constructor(options: SchedulerLoopOptions) {
    this.#options = options;
  }

  /** There is, or may be, something to do. */
  wake(): void {
    this.#plan(this.#options.clock.now());
  }

  #plan(atMs: number): void {
    if (this.#planned !== undefined && this.#planned.atMs <= atMs) return;
    this.#planned?.cancel();
    const delayMs = Math.max(0, atMs - this.#options.clock.now());
    this.#planned = { atMs, cancel: this.#options.timers.after(delayMs, () => this.#slice()) };
  }

  #slice(): void {
    this.#planned = undefined;
    const { scheduler, clock } = this.#options;
    scheduler.run(cyclesPerSlice);
    const dueMs = scheduler.nextDueMs();
    // What is due later is the alarm's business.
    if (dueMs !== undefined && dueMs <= clock.now() + timerReachMs) this.#plan(dueMs);
  }
}
