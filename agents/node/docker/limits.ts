// How long and how much the Docker client allows, each with its reason.

/** Inspect, list, create, remove, update. Docker answers in milliseconds; a container on a hung mount never does, and must cost only itself. */
export const CALL_TIMEOUT_MS = 30_000;

/** Start runs the OCI runtime and may wait for a cold disk. Kubernetes: the dockershim's 2 min for short calls. */
export const START_TIMEOUT_MS = 120_000;

/** What stop may take beyond the container's own grace, before the caller is told. */
export const STOP_MARGIN_MS = 30_000;

/** Upgrades and streams: until the response's head only. A stream itself has no end of its own. */
export const STREAM_HEAD_TIMEOUT_MS = 30_000;

/** Idle connections kept. One per worker of the start pool is enough; the rest would be idle file descriptors in dockerd. */
export const FREE_SOCKETS_MAX = 8;

/** One JSON answer: the list of a full host (1,000 containers) is about 3 MB. */
export const ANSWER_BYTES_MAX = 64 * 1024 * 1024;

/** One line of the event stream or of a pull's progress. */
export const LINE_BYTES_MAX = 1024 * 1024;

/** The oldest API whose shapes this client speaks, and the one it asks for. */
export const API_VERSION = "1.41";

/** An exec's exit code lags its output by some ms: 10 ms doubled eight times is 2.5 s in all. */
export const EXIT_CODE_TRIES = 8;
export const EXIT_CODE_WAIT_MS = 10;

/** Docker sends a pull's head only when the registry has answered: slow networks take their time. */
export const PULL_HEAD_TIMEOUT_MS = 5 * 60_000;

/** Making an image of a tar that we send: disks may be slow, the tar is small. */
export const IMPORT_TIMEOUT_MS = 120_000;
