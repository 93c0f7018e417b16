// What port-forward allows, each with its reason.

/** How long half of a pair may wait for the other. Kubernetes: the kubelet's stream creation timeout. */
export const PAIR_TIMEOUT_MS = 30_000;
