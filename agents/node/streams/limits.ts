// What the streams of a node may hold, each with its reason.

/** Input that waits for its process in memory. Enough for a terminal, or a pipe that keeps pace. */
export const INPUT_MEMORY_BYTES = 1024 * 1024;

/**
 * Input that waits for its process on disk: `psql < dump.sql` reads slower than any network writes, and a WebSocket
 * client can't be told to wait. Beyond this there is no more credit, and the edge cuts the client off.
 */
export const INPUT_SPOOL_BYTES_MAX = 8 * 1024 * 1024 * 1024;

/** One read of what waits on disk. */
export const SPOOL_READ_BYTES = 256 * 1024;
