// How long and how much the agent allows itself against the API server, each with its reason.

/** One request that isn't a watch. Kubernetes' own default for a request is a minute; a node should notice sooner. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** A watch that brings no byte for this long is a dead connection: servers send a bookmark or a newline at least every minute. */
export const WATCH_SILENCE_MS = 120_000;

/** How long one watch is asked to live: between this and twice this, so that nodes don't come back all at once. Kubernetes: client-go's 5-10 min. */
export const WATCH_LIFE_SECONDS = 300;

/** A watch shorter than this was not served but turned away. Kubernetes: client-go "very short watch". */
export const SHORT_WATCH_MS = 1_000;

/** Objects per page of a list: bounds the memory of one answer (about 1 MB of pods). */
export const LIST_PAGE_SIZE = 500;

/** The wait between attempts: doubled from the first to the last, jittered. Kubernetes: client-go reflector backoff, 800 ms .. 30 s. */
export const RETRY_FIRST_MS = 800;
export const RETRY_LAST_MS = 30_000;

/** A connection that held this long was a good one: the next failure begins at the first wait again. */
export const RETRY_RESET_MS = 120_000;

/** Connections to the API server for requests (watches have their own): a burst of status patches must not queue behind one. */
export const SOCKETS_MAX = 8;

/** One answer. Objects end at 1.5 MiB, a page of 500 ordinary ones far below. */
export const ANSWER_BYTES_MAX = 256 * 1024 * 1024;

/** One watch frame. */
export const FRAME_BYTES_MAX = 8 * 1024 * 1024;

/** Status patches under way at once: as many as there are sockets. */
export const STATUS_WRITES_MAX = 8;

/** Events waiting to be sent; beyond it the newest is dropped: they are for people, not for correctness. */
export const EVENTS_QUEUED_MAX = 1000;

/** Attempts to send one event. Kubernetes: client-go events maxTriesPerEvent. */
export const EVENT_TRIES_MAX = 12;
export const EVENT_RETRY_MS = 10_000;

/** Remembered events, to count repetitions instead of multiplying them. Kubernetes: client-go events_cache.go. */
export const EVENTS_REMEMBERED_MAX = 4096;
/** Different messages of one reason about one object within the window: from here on they are combined. */
export const SIMILAR_EVENTS_MAX = 10;
export const SIMILAR_EVENTS_WINDOW_MS = 600_000;
/** About one object: a burst, then one every five minutes. */
export const EVENT_BURST = 25;
export const EVENT_REFILL_MS = 300_000;
