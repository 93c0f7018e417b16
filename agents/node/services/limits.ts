// Limits of the node's view of services, each with its reason.

/** The picture on disk may lag this far behind: after a crash without a control plane a slightly old one beats none. */
export const checkpointDelayMs = 5_000;
