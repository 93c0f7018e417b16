// What the agent's parts get from their host, in tests: the real clock, and a log that only speaks when asked to.
import type { Log } from "../../src/platform/log.ts";
import { systemClock } from "../../src/platform/node/clock.ts";
import { lineLog } from "../../src/platform/node/log.ts";
import { systemRandom } from "../../src/platform/node/random.ts";
import { systemTimers } from "../../src/platform/node/timers.ts";

const silent: Log = { info() {}, warn() {}, error() {} };

export const testPlatform = {
  clock: systemClock,
  random: systemRandom,
  timers: systemTimers,
  log: process.env["SKERRY_TEST_LOG"] === undefined ? silent : lineLog(systemClock, console.error),
};
