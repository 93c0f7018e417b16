// The platform's timers on the real clock, for tests against a real Docker.
import type { Timers } from "../../src/platform/timers.ts";

export const realTimers: Timers = {
  after(delayMs, body) {
    const timer = setTimeout(body, delayMs);
    return () => clearTimeout(timer);
  },
  sleep(delayMs) {
    return new Promise((resolve) => setTimeout(resolve, delayMs));
  },
};
