// Commands of probes take turns: Docker's price for each is the same however many run at once.
import type { Clock } from "../../../src/platform/clock.ts";

export class ExecSlots {
  readonly #clock: Clock;
  readonly #atOnceMax: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnceMax: number, clock: Clock) {
    this.#atOnceMax = atOnceMax;
    this.#clock = clock;
  }

  /** Runs `work` when it is its turn, first come first served; `work` hears how long that took. */
  async run<Result>(work: (waitedMs: number) => Promise<Result>): Promise<Result> {
    const cameAtMs = this.#clock.now();
    if (this.#running >= this.#atOnceMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work(this.#clock.now() - cameAtMs);
    } finally {
      // The place goes to the next in line, or is free.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
