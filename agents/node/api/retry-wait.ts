// How long to wait before the next attempt at something that keeps failing.
import type { Random } from "../../../src/platform/random.ts";
import { RETRY_FIRST_MS, RETRY_LAST_MS } from "./limits.ts";

/** Doubles with each failure in a row (the first is 1), plus up to the same again: nodes that lost a server together come back apart. */
export function retryWaitMs(failures: number, random: Random): number {
  const baseMs = Math.min(RETRY_FIRST_MS * 2 ** Math.max(0, failures - 1), RETRY_LAST_MS);
  return baseMs + random.integer(baseMs);
}
