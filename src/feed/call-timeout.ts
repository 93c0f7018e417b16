// Calls that fail or don't come back: how long to wait for them, and how long to rest before the next.
import type { Timers } from "../platform/timers.ts";
import { retryMs, retryMsMax } from "./limits.ts";

/** The call itself may still be carried out: all of them may be repeated. */
export function withTimeout<Result>(timers: Timers, timeoutMs: number, call: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
    call.then(resolve, reject).finally(cancel);
  });
}

/** The rest after `failures` failures in a row. */
export function restMs(failures: number): number {
  return Math.min(retryMs * 2 ** Math.max(0, failures - 1), retryMsMax);
}
