// What the feed holds back, and why at this number.

/**
 * Slots 1 to 2046 are lent; 0 is the cluster's own scope, 2047 stands for a whole tick (picks, promises). So many
 * namespaces can be open at once; the next one waits.
 */
export const slotsMax = 2_046;

/** A namespace that has committed nothing for so long closes, so that nobody waits for its promises. */
export const quietMs = 1_000;

/** How far ahead of the revisions in use the floor is kept on disk: one row for so much activity. Less than the ten
 * seconds after which an idle object hibernates, so that a woken feed's floor is never ahead of the wall clock. */
export const floorStrideMs = 4_000;

/**
 * The least time between two rounds of asking, for each namespace asked. A call costs the machine about 0.19 ms at
 * either end together: rounds alone stay near an eighth of a core, whatever the number of open namespaces.
 */
export const roundGapPerMemberMs = 1.5;

/** A namespace that doesn't answer for so long is asked again. */
export const askTimeoutMs = 10_000;

/** How long to rest after a call that failed: twice as long each time, up to the alarm that looks after everything. */
export const retryMs = 200;
export const retryMsMax = 5_000;

/** Calls to a subscriber that fail in a row before it is left to the next alarm. */
export const subscriberAttemptsMax = 5;

/** One report or one page of a gather. Several may be on their way at once; the platform's limit is 32 MiB a call. */
export const reportBytesMax = 4_194_304;
export const reportChangesMax = 2_000;

/** What one page of a gather may hold over all namespaces, and the least that each of them may answer. */
export const gatherBytesMax = 8_388_608;
export const gatherBytesPerMemberMin = 16_384;

/** Gathers at a time; others wait their turn. After a restart every watch comes back at once, and memory is shared. */
export const gathersMax = 4;

/**
 * Changes that were read and wait for a namespace that doesn't answer. Beyond it only those are read that hold the
 * others up: what isn't read stays in the namespaces' logs.
 */
export const bufferBytesMax = 33_554_432;
export const busyRetryMs = 500;

/** Calls of one gather on their way at once. */
export const gatherCallsMax = 32;

/** Attempts to reach a namespace for a gather before its watch is closed (the client comes again). */
export const gatherAttemptsMax = 6;

/** What waits for an internal subscriber. Beyond it it is dropped, and gathered again from its cursor. */
export const subscriberQueueBytesMax = 16_777_216;
/** What one delivery carries, one change at least; the platform's limit is 32 MiB a call. */
export const subscriberBatchBytesMax = 4_194_304;

/** A list's revision lies this far in the future, so that what was just committed elsewhere isn't beyond it. */
export const pickMarginMs = 5;

/** How often a cluster-wide list is begun again because a namespace had run ahead of its revision. */
export const pickAttemptsMax = 4;

/** How long a commit waits for its namespace to be opened, and how long it rests between attempts. */
export const openPatienceMs = 10_000;
export const openRetryMs = 100;

/** While a namespace is open or a subscriber behind, an alarm this far ahead makes up for a feed that dies. */
export const feedAlarmMs = 5_000;

/** Slots are used up: how long a namespace is told to wait before it asks again. A slot is free after a quiet second. */
export const slotWaitMs = 250;

/** Pages of what a closing namespace still has to report, and repetitions of those that a restarted feed forgot. */
export const closeAttemptsMax = 100;
