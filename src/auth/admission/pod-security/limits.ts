// The bounds of Pod Security, each with its reason.

/** Pods that a namespace's new level is tried on: upstream's bound; a check of one takes microseconds. */
export const existingPodsMax = 3_000;
