// What one reconcile of a set does at most.

/**
 * Pods made or taken in one run: each costs about half a millisecond of the actor's one thread, and requests wait
 * meanwhile. Upstream's is 500; here the rest follows at once, after whoever waited.
 */
export const burstReplicas = 50;
