// How long a failing key waits: twice as long each time, between two bounds.
// Kubernetes: client-go util/workqueue/default_rate_limiters.go TypedItemExponentialFailureRateLimiter
import { retryFirstMs, retryLastMs } from "./limits.ts";

/** `attempts`: failures in a row before this one. */
export function backOffMs(attempts: number): number {
  return Math.min(retryFirstMs * 2 ** Math.min(attempts, 40), retryLastMs);
}
