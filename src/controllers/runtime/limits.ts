// What the runtime holds back, and why at this number.

/** Keys in work at once. Most reconciles never leave the actor; more than one helps those that call another scope. */
export const concurrentRunsMax = 8;

/** Reconciles in a slice. An object's clock stands still within an event, so time alone cannot end a slice. */
export const runsPerSlice = 32;

/** After this long a slice ends where the clock does move: requests wait no longer than that for controllers. */
export const sliceMs = 20;

/** Work that is due this soon is waited for with a timer; what is due later is left to the alarm, and the object may sleep. */
export const timerReachMs = 1_000;

/** Back-off of a failing key. Kubernetes: client-go util/workqueue DefaultTypedControllerRateLimiter */
export const retryFirstMs = 5;
export const retryLastMs = 1_000_000;

/** A failure is told to operators when it is not the first in a row: the first are nearly always races that pass. */
export const silentAttempts = 3;

/** Messages of one kind that an object may have before they are told as one. Kubernetes: events_cache.go maxEvents */
export const similarMessagesMax = 10;
/** How long messages count as similar. Kubernetes: events_cache.go defaultAggregateIntervalInSeconds */
export const similarMessagesMs = 600_000;

/** Events an object may have at once from one source, and how long until it may have one more. Kubernetes: events_cache.go */
export const eventBurst = 25;
export const eventRefillMs = 300_000;

/** Objects whose events the recorder remembers; beyond it the one longest silent is forgotten. */
export const eventMemoryMax = 1_024;

/** Kubernetes: pkg/apis/core/validation/events.go NoteLengthLimit */
export const eventMessageLengthMax = 1_024;
