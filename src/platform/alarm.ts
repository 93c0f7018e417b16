// The one durable alarm of an object.
// Platform: an alarm set to the running alarm's own time is lost, so implementations raise it to now + 1 ms.

export interface Alarm {
  /** Wakes the object at `timeMs` or soon after; replaces the alarm set before. Durable with the current transaction. */
  set(timeMs: number): void;
  clear(): void;
}
