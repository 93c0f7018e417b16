// Turns Ctrl-C, SIGTERM or a closed terminal into the wish to stop, and a later one into the wish to stop at once.
import type { Clock } from "../../platform/clock.ts";
import { insistAfterMs } from "../limits.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface StopWish {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
  /** Aborted by one that comes when there was time to notice that the first was heard. */
  readonly insist: AbortSignal;
}

/** The pure part: what a signal at `nowMs` means after a first one. */
export function meaningOf(firstMs: number | undefined, nowMs: number): "stop" | "echo" | "insist" {
  if (firstMs === undefined) return "stop";
  return nowMs - firstMs < insistAfterMs ? "echo" : "insist";
}

export function stopWish(clock: Clock): StopWish {
  const stop = new AbortController();
  const insist = new AbortController();
  let firstMs: number | undefined;
  for (const signal of signals) {
    process.on(signal, () => {
      const meaning = meaningOf(firstMs, clock.now());
      if (meaning === "stop") {
        firstMs = clock.now();
        stop.abort(new Error("stopped"));
      } else if (meaning === "insist") {
        insist.abort();
      }
    });
  }
  return { stop: stop.signal, insist: insist.signal };
}

export function untilStopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
}
