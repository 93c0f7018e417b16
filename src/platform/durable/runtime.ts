// Clock, randomness, timers and log of the Workers runtime.
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";
import type { Timers } from "../timers.ts";

/** Platform: stands still while JavaScript runs, and has steps of a millisecond. */
export const workersClock: Clock = { now: () => Date.now() };

export const workersRandom: Random = {
  uuid: () => crypto.randomUUID(),
  integer: (limit) => Math.floor(Math.random() * limit),
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

export const workersTimers: Timers = {
  after(delayMs, body) {
    const timer = setTimeout(body, delayMs);
    return () => clearTimeout(timer);
  },
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
};

function line(level: "info" | "warn" | "error"): Log["info"] {
  return (message, fields) => console[level](JSON.stringify({ level, message, ...fields }));
}

export const workersLog: Log = { info: line("info"), warn: line("warn"), error: line("error") };
