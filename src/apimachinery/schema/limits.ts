// The schema engine's bounds, with their reasons.

/**
 * How deep a value may nest where a schema refers to itself. Go's decoder stops at 10,000; our walks recurse on the
 * engine's stack, and no schema of a real resource comes near 100.
 */
export const nestingMax = 500;

/** Unknown and duplicate fields that are named at most. Kubernetes: sigs.k8s.io/json saveStrictError */
export const strictErrorsMax = 100;

/** Paths of fields that are written out while looking for those: a long one takes as long as a hundred fields. */
export const pathsMax = 20_000;

/** Compiled patterns kept in an isolate: a large CRD has some hundred. About 10 KB each. */
export const patternCacheMax = 500;
