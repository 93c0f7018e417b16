// How long a sink that failed is left alone.
import { sinkBackOffMs, sinkBackOffMsMax } from "./limits.ts";

/** Doubled with each failure in a row. */
export function afterFailure(failures: number): number {
  return Math.min(sinkBackOffMs * 2 ** (failures - 1), sinkBackOffMsMax);
}
