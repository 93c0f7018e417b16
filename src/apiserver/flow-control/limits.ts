// The bounds of priority and fairness, each with its reason.

/** Requests of one cluster that an isolate serves at once. Kubernetes: --max-requests-inflight 400 + --max-mutating-requests-inflight 200 */
export const serverSeats = 600;

/** Of these, one namespace may hold so many: it is one thread, and what waits for a slow webhook in it must not fill the house. */
export const namespaceSeatsMax = 200;

/** A request waits in a queue no longer than this. Kubernetes: a quarter of --request-timeout */
export const queueWaitMs = 15_000;

/** What a request is thought to take until it has, in ms: what a queue is charged at dispatch. */
export const serviceEstimateMs = 3;

/** What a client that was turned away is told to wait. Kubernetes: apiserver/pkg/server/filters/priority-and-fairness.go */
export const retryAfterSeconds = 1;

/** Callers whose flow schemas are remembered, per cluster. */
export const rememberedCallersMax = 1_000;
