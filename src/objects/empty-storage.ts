// Takes all rows of an object that is gone, whose instance answers for a moment more.
import type { DurableHost } from "../platform/durable/host.ts";
import type { Store } from "../storage/store.ts";

/** Long enough for the answer to leave. */
const abortDelayMs = 20;

/**
 * For good. What is in memory speaks of rows that are no more, so the instance ends soon, and the next request finds a new
 * one. Until then reads that were on their way find nothing, rather than no table; at the end there is no table either.
 */
export async function emptyStorage(
  state: DurableObjectState,
  host: DurableHost,
  store: Store,
  why: string,
): Promise<void> {
  await state.storage.deleteAll();
  store.beginAnew();
  host.timers.after(abortDelayMs, () => {
    host.background(state.storage.deleteAll().finally(() => state.abort(why)));
  });
}
