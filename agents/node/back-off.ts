// How long to stay away from something that failed: doubled with each failure, forgotten after a long quiet.
// Kubernetes: staging/src/k8s.io/client-go/util/flowcontrol/backoff.go

export interface BackOff {
  readonly delayMs: number;
  /** When the last failure was counted. */
  readonly countedAtMs: number;
}

export interface BackOffBounds {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The back-off after one more failure. `failedAtMs`: when it happened, which decides whether the past still counts. */
export function nextBackOff(
  earlier: BackOff | undefined,
  { failedAtMs, nowMs }: { readonly failedAtMs: number; readonly nowMs: number },
  bounds: BackOffBounds,
): BackOff {
  if (earlier === undefined || isForgotten(earlier, failedAtMs, bounds)) {
    return { delayMs: bounds.firstMs, countedAtMs: nowMs };
  }
  return { delayMs: Math.min(earlier.delayMs * 2, bounds.lastMs), countedAtMs: nowMs };
}

/** Until when to wait after what happened at `sinceMs`; undefined when there is no need to. */
export function backOffEnd(
  backOff: BackOff | undefined,
  sinceMs: number,
  nowMs: number,
  bounds: BackOffBounds,
): number | undefined {
  if (backOff === undefined || isForgotten(backOff, sinceMs, bounds)) return undefined;
  const endMs = sinceMs + backOff.delayMs;
  return nowMs < endMs ? endMs : undefined;
}

/** It went well for twice the longest wait. */
function isForgotten(backOff: BackOff, atMs: number, { lastMs }: BackOffBounds): boolean {
  return atMs - backOff.countedAtMs > 2 * lastMs;
}
