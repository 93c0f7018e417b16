// The bounds of aggregation, each with its reason.

/** What another server serves is asked for again after this: people install new versions, not many a minute. */
export const discoveryFreshMs = 30_000;

/** Discovery waits no longer for one server: the others' groups are wanted too. Kubernetes: handler_discovery.go, 5 s */
export const discoveryTimeoutMs = 5_000;
