// The bounds of audit, each with its reason.

/** A body in an event is cut beyond this: the ring is for many events. Kubernetes: --audit-webhook-truncate-max-event-size is 100 KiB */
export const eventBodyBytesMax = 32 * 1024;

/** Events that an isolate holds while the Cluster object takes the ones before: what comes beyond is dropped and counted. */
export const pendingEventsMax = 2_000;

/** An event waits so long for others to travel with. */
export const batchWaitMs = 500;

/** Events of one call or one POST. Kubernetes: --audit-webhook-batch-max-size */
export const batchEventsMax = 400;

/** What the ring keeps: bytes of events, and how long. */
export const ringBytesMax = 32 * 1024 * 1024;
export const ringAgeMs = 7 * 24 * 60 * 60 * 1000;

/** Events of one page of a query. */
export const pageEventsMax = 1_000;

/** A sink that fails is tried again after this, doubled each time. Kubernetes: --audit-webhook-initial-backoff */
export const sinkBackOffMs = 10_000;
export const sinkBackOffMsMax = 5 * 60 * 1000;

/** A sink that has not answered by then has failed. */
export const sinkTimeoutMs = 30_000;

/** What admission may note of one request, as it travels to the Worker in a header. Upstream has no bound; ten notes of ten KB are few. */
export const noteCharactersMax = 32 * 1024;
