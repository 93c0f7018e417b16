// Timers of a Node process.
import type { Timers } from "../timers.ts";

/** The longest delay that Node's own timers can hold; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, body) {
    const timer = setTimeout(body, Math.min(delayMs, LONGEST_MS));
    return () => clearTimeout(timer);
  },
  sleep(delayMs) {
    return new Promise((resolve) => setTimeout(resolve, Math.min(delayMs, LONGEST_MS)));
  },
};
