// An alarm that remembers when it is set for; whoever runs the test lets it ring.
import type { Alarm } from "../alarm.ts";

export class SimulatedAlarm implements Alarm {
  atMs: number | undefined;
  /** How often it was set: on a real platform each time writes a row. */
  timesSet = 0;

  set(timeMs: number): void {
    this.atMs = timeMs;
    this.timesSet += 1;
  }

  clear(): void {
    this.atMs = undefined;
  }
}
