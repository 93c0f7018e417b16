// One durable alarm for everything in an object that waits for a time.
import type { Alarm } from "../platform/alarm.ts";
import type { Clock } from "../platform/clock.ts";

/** When this part of the object next needs an alarm, as read from its rows; undefined: not at all. */
export type WakeSource = () => number | undefined;

/** An alarm this far in the past was lost by the platform. */
const overdueMs = 5_000;

/**
 * Setting the alarm writes a row, so it is moved only when it would come too late. It may come too early: whoever is
 * woken looks at its rows and finds nothing due. After a restart the alarm's time is unknown; it stands on disk and
 * was early enough for every row written before.
 */
export class WakeUp {
  readonly #alarm: Alarm;
  readonly #clock: Clock;
  readonly #sources: WakeSource[] = [];
  #armedMs: number | undefined;

  constructor(alarm: Alarm, clock: Clock) {
    this.#alarm = alarm;
    this.#clock = clock;
  }

  addSource(source: WakeSource): void {
    this.#sources.push(source);
  }

  /** The alarm comes no later than `timeMs`, durable with the current transaction. */
  need(timeMs: number): void {
    if (this.#armedMs !== undefined && this.#armedMs <= timeMs && this.#armedMs > this.#clock.now() - overdueMs) return;
    this.#arm(Math.min(timeMs, this.#earliest() ?? timeMs));
  }

  /** Call at the end of every alarm: sets the next one, or none when no source asks for one. */
  rearm(): void {
    this.#armedMs = undefined;
    const next = this.#earliest();
    if (next !== undefined) this.#arm(next);
  }

  #earliest(): number | undefined {
    const times = this.#sources.map((source) => source()).filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #arm(timeMs: number): void {
    this.#armedMs = Math.max(timeMs, this.#clock.now() + 1);
    this.#alarm.set(this.#armedMs);
  }
}
