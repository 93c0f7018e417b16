// Timers that run when the test moves the clock.
import type { Timers } from "../timers.ts";
import type { SteppedClock } from "./clock.ts";

interface Waiting {
  readonly atMs: number;
  readonly body: () => void;
}

/** Enough turns for any chain of promises that waits for nothing but itself. */
const turnsToSettle = 60;

export class SteppedTimers implements Timers {
  readonly #clock: SteppedClock;
  #waiting: Waiting[] = [];

  constructor(clock: SteppedClock) {
    this.#clock = clock;
  }

  after(delayMs: number, body: () => void): () => void {
    const waiting = { atMs: this.#clock.now() + delayMs, body };
    this.#waiting.push(waiting);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
    };
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  get pending(): number {
    return this.#waiting.length;
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < turnsToSettle; turn += 1) await Promise.resolve();
  }

  /** Moves the clock and runs what is due on the way, in order. */
  async advance(deltaMs: number): Promise<void> {
    const untilMs = this.#clock.now() + deltaMs;
    await this.settle();
    for (;;) {
      const due = this.#waiting.filter((one) => one.atMs <= untilMs).sort((left, right) => left.atMs - right.atMs)[0];
      if (due === undefined) break;
      this.#waiting = this.#waiting.filter((one) => one !== due);
      this.#clock.set(Math.max(this.#clock.now(), due.atMs));
      due.body();
      await this.settle();
    }
    this.#clock.set(untilMs);
  }
}
