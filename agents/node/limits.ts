// How long the agent waits for what it needs from its host.

/** Before Docker or the network is tried again while the agent starts. */
export const START_RETRY_MS = 2_000;

/** How long the agent waits at its end for what is under way, before it leaves all the same. */
export const STOP_WITHIN_MS = 5_000;
