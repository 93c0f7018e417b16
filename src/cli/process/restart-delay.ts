// How long to wait before a process that ended by itself is started again.
import { restartFirstMs, restartForgetMs, restartMaxMs } from "../limits.ts";

/** `previousMs` is the delay of the restart before, `ranMs` how long the process has run since. */
export function restartDelay(previousMs: number | undefined, ranMs: number): number {
  if (previousMs === undefined || ranMs >= restartForgetMs) return restartFirstMs;
  return Math.min(previousMs * 2, restartMaxMs);
}
