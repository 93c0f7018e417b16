// What the disruption controllers wait for.

/** So long an eviction that was granted counts as done. Kubernetes: pkg/controller/disruption/disruption.go DeletionTimeout */
export const deletionTimeoutMs = 120_000;

/** So long a pod may be marked as going without going. Kubernetes: stalePodDisruptionTimeout */
export const staleMarkMs = 120_000;
