// The limits of tenancy, each with its reason.

/** A cluster's ID is part of the name of every object, of host names and of container labels: leave room beside it. */
export const clusterIdLengthMax = 40;

/** A hosting request holds an ID and little else; more is a mistake or an attack. */
export const hostingBodyBytesMax = 16 * 1024;

/** Clusters in one answer of the list; the next page starts after the last one. */
export const clusterPageMax = 1000;

/** Between two attempts at a deletion that failed: its cause (an object being reset, a deploy) is usually over by then. */
export const deleteRetryMs = 5_000;

/** Deletions that one alarm carries on, so that one that hangs doesn't hold up a whole account. */
export const deletesPerAlarmMax = 20;

/** An audit policy has a few dozen rules. */
export const auditBodyBytesMax = 64 * 1024;
