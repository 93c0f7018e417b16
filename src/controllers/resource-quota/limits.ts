// What the quota controller waits for.

/** Objects go in bursts: one count tells of all of them. */
export const recountDelayMs = 50;

/** A status that somebody has set by hand is set right after this. Kubernetes counts every five minutes. */
export const driftDelayMs = 30_000;
