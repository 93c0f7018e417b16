// What the command line gets from where it runs.
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import type { Timers } from "../platform/timers.ts";

export interface CliHost {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** One line for the person at the terminal, beside what the command answers. */
  readonly say: (line: string) => void;
}
