// A clock that stands until it is moved.
import type { Clock } from "../clock.ts";

export class SteppedClock implements Clock {
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Forwards, or back: real clocks do both. */
  set(nowMs: number): void {
    this.#nowMs = nowMs;
  }

  advance(deltaMs: number): void {
    this.#nowMs += deltaMs;
  }
}
