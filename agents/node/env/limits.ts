// How long variables are waited for.

/** For the first picture of the cluster's services, once after the agent's start: pods wait rather than start without them. */
export const SERVICES_WAIT_MS = 10_000;
