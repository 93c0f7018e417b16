// Gives up waiting for a call that doesn't come back. The call itself may still be carried out: all of them may be repeated.
import type { Timers } from "../platform/timers.ts";

export function withTimeout<Result>(timers: Timers, timeoutMs: number, call: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
    call.then(resolve, reject).finally(cancel);
  });
}
