// All that an object gets from where it runs: handed in once, at construction, and from there by name.
import type { Alarm } from "./alarm.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Random } from "./random.ts";
import type { Sockets } from "./sockets.ts";
import type { Sql } from "./sql.ts";
import type { Timers } from "./timers.ts";

export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly sql: Sql;
  readonly alarm: Alarm;
  readonly sockets: Sockets;
  readonly log: Log;
  /** Keeps the object alive until `work` settles; a rejection is logged. */
  background(work: Promise<unknown>): void;
}
