// What the gateway runs on, whichever request it is.
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Timers } from "../../platform/timers.ts";
import type { StreamOpener } from "./streams.ts";

export interface GatewayHost {
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  /** Subresources that are streams (exec, log, port-forward, proxy): answered through the node link. */
  readonly streams: readonly StreamOpener[];
}
