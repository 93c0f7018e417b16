// When to dial again.
import type { Random } from "../../../src/platform/random.ts";
import { CLOSE_REPLACED } from "../../../src/tunnel/protocol.ts";
import { REDIAL_FIRST_MS, REDIAL_LAST_MS, REDIAL_REPLACED_MS } from "./limits.ts";

/**
 * Doubles with each failure in a row (the first is 1), plus up to the same again: a thousand nodes that lost one server
 * come back apart. `closeCode`: how the last connection ended.
 */
export function redialDelayMs(failures: number, closeCode: number | undefined, random: Random): number {
  const baseMs =
    closeCode === CLOSE_REPLACED
      ? REDIAL_REPLACED_MS
      : Math.min(REDIAL_FIRST_MS * 2 ** Math.max(0, Math.min(failures, 32) - 1), REDIAL_LAST_MS);
  return baseMs + random.integer(baseMs);
}
