// A clock that moves when told, and timers that fire as it does.
import type { Clock } from "../../src/platform/clock.ts";
import type { Timers } from "../../src/platform/timers.ts";

export class Stepped implements Clock, Timers {
  #nowMs = 1_000_000;
  #timers: { readonly atMs: number; readonly body: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }
  after(delayMs: number, body: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, body };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  get pending(): number {
    return this.#timers.length;
  }

  /** Fires what is due on the way, in order. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#timers.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#timers = this.#timers.filter((one) => one !== next);
      next.body();
      await settle();
    }
    this.#nowMs = untilMs;
    await settle();
  }
}

/** Lets everything that waits for nothing but its turn go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
