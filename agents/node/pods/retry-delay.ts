// How long to wait before a step that failed is tried again.
import type { Random } from "../../../src/platform/random.ts";
import { STEP_RETRY_FIRST_MS, STEP_RETRY_MS } from "./limits.ts";

/** Doubles up to its bound, and up to half as much again by chance. `failures`: in a row, the first is 1. */
export function retryDelayMs(failures: number, random: Random): number {
  const delayMs = Math.min(STEP_RETRY_FIRST_MS * 2 ** (failures - 1), STEP_RETRY_MS);
  return delayMs + random.integer(delayMs / 2);
}
