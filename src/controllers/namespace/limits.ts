// How the deletion of namespaces is paced.

/** Until what was to be deleted is looked for again: pods end within their grace, which only their nodes know. */
export const waitFirstMs = 250;
/** Held by a finalizer, a namespace may wait for days; each look wakes it. */
export const waitLastMs = 30_000;
