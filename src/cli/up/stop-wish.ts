// Turns the first Ctrl-C, SIGTERM or closed terminal into one wish to stop; the second one ends at once.

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `onSecond` runs when somebody insists. */
export function stopWish(onSecond: () => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    process.on(signal, () => {
      if (controller.signal.aborted) onSecond();
      else controller.abort(new Error("stopped"));
    });
  }
  return controller.signal;
}

export function untilStopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener("abort", () => resolve(), { once: true }));
}
