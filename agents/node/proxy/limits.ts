// The proxy's limits, each with its reason.

/** A rollout changes a service and its slices in quick succession: one transaction (some 15 ms of `nft`) for all of them. */
export const coalesceMs = 10;

/** A kernel that refuses a whole program will hardly take it a moment later; it is tried again at growing distances. */
export const retryFirstMs = 1_000;
export const retryLongestMs = 30_000;

/** Connections through the forwarder to the API server: a node with 110 pods of a dozen watches each stays far below. */
export const forwardedConnectionsMax = 4_096;

/** A control plane that doesn't accept within this time is away; pods get a reset and try again. */
export const forwardConnectTimeoutMs = 10_000;

/** Peers that vanish without a word (a killed pod's namespace) are noticed by TCP keep-alive. */
export const forwardKeepAliveMs = 30_000;
