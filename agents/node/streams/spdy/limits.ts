// What one SPDY connection may ask of the agent, each with its reason.

/** A header block is a few hundred bytes for port-forward; this is what it may unpack to. */
export const HEADER_BLOCK_BYTES_MAX = 64 * 1024;

/** A control frame is its header block and a few words. */
export const CONTROL_BYTES_MAX = HEADER_BLOCK_BYTES_MAX;

/** One connection of a client is two streams: browsers open dozens, a load test hundreds. */
export const STREAMS_MAX = 4096;

/** Payload of the data frames that we send: what one read from a socket gives. */
export const DATA_BYTES_MAX = 64 * 1024 - 8;
