// What storage holds back, and why at this number.

/** One object's text, in UTF-8 bytes. etcd's own default request limit; under the platform's 2 MB a row. */
export const objectBytesMax = 1_572_864;

/** How long a change stays in the log: etcd's compaction interval under a stock API server. */
export const logAgeMs = 300_000;

/** How many changes the log keeps however young they are: one resume may have to walk them all in one turn. */
export const logChangesMax = 50_000;

/** How much text the log keeps however young it is: a patch loop on a large object must not fill the disk. */
export const logBytesMax = 134_217_728;

/** Rows that one commit helps to compact. More than a commit of one write adds, so compaction keeps pace. */
export const compactionRowsPerSlice = 256;

/** How often a store with nothing overdue looks for something to compact. */
export const compactionPauseMs = 10_000;

/** After the last change has aged this long past the log's age, an alarm compacts what no commit came to compact. */
export const compactionSlackMs = 30_000;

/** An item that is due at once is drained by the running instance; the alarm is for the case that it dies first. */
export const safetyAlarmMs = 1_000;

/** One page of a replay to a watcher. Below the platform's 32 MiB a message; the next page waits for an acknowledgement. */
export const replayBytesPerPage = 4_194_304;
export const replayChangesPerPage = 5_000;

/** A watcher that has seen nothing for so long is told how far the log is, when something else happens anyway. */
export const progressAfterMs = 10_000;

/** How far past the wall clock a client's revision may lie before it is refused as one that nobody handed out. */
export const futureRevisionMs = 60_000;

/** What waits for a watcher while its past is gathered; beyond it the past is gathered once more, to a later end. */
export const heldBytesMax = 1_048_576;

/**
 * How long events are gathered into one message, by how many are told: a message costs some 40 us a watcher, so telling
 * takes about an eighth of the thread at most. Few watchers are told at once, and so is the first event after a pause.
 */
export const gatherMsPerWatcher = 0.3;
export const gatherMsMin = 5;
/** A person sees no difference; a controller's round trip is longer. */
export const gatherMsMax = 100;
/** More text than this is sent before the time has come: it is kept in memory, once for all who are told. */
export const gatheredCharactersMax = 262_144;
