// How long events are kept, and how they are forgotten.

/** Kubernetes: kube-apiserver --event-ttl, default 1h */
export const eventLifeMs = 3_600_000;

/** Events of a minute go together: each sweep wakes its namespace. */
export const sweepPauseMs = 60_000;

/** Deleted in one run; the next follows at once, after whoever waited. */
export const forgottenPerRun = 200;
