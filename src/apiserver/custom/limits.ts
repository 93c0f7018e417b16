// The bounds on what an isolate keeps of custom resources, each with its reason.

/** Schemas kept, by the length of their texts: a parsed one takes about ten times as much of the isolate's 128 MB. */
export const schemaCharactersMax = 3_000_000;

/** Clusters whose custom resources are kept: a few hundred bytes for each resource. */
export const clustersMax = 500;

/** What is known of a cluster is asked for anew when it is older than this and a custom resource is wanted. */
export const staleAfterMs = 1_000;

/** How often a request looks again when a definition changes under it. */
export const changesMax = 3;

/**
 * What was stored before a definition last changed is read by the new schema, and what was stored up to ten seconds
 * (of 2,048 revisions a ms) after it: a namespace that has not heard of the change may still write by the old one.
 */
export const hearsayRevisions = 10_000 * 2_048;

/** An open watch looks this often whether its definition is still the same: a look at what the isolate knows, no call. */
export const watchReviewMs = 5_000;
