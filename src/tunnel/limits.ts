// How much and how long the node link allows, each with its reason.

/**
 * Payload of one data frame. A frame is a message on three sockets, about 100 us each: when much waits, much goes at
 * once. At 100 MB/s a keystroke waits 2.5 ms behind the largest.
 */
export const CHUNK_BYTES_MAX = 256 * 1024;

/** JSON of one header frame: the longest command line or set of HTTP headers that goes through. */
export const HEADER_BYTES_MAX = 64 * 1024;

/** Type, stream and channel before the payload. */
export const FRAME_PREFIX_BYTES = 6;

/** No frame is longer: whoever sends one is cut off. */
export const FRAME_BYTES_MAX = CHUNK_BYTES_MAX + FRAME_PREFIX_BYTES;

/**
 * What one direction of a stream may have under way without credit. Objects buffer without bound for a slow peer,
 * so this is what one stream can cost them; at 50 ms round trip it still carries 20 MB/s.
 */
export const STREAM_WINDOW_BYTES = 1024 * 1024;

/** Credit goes back in quarters of the window: often enough to keep it open, seldom enough to be free. */
export const CREDIT_STEP_BYTES = STREAM_WINDOW_BYTES / 4;

/**
 * How long a client waits for each of its messages, by how much is waiting before it. A hold lets about one message of
 * the client and one of the node through, so what a process says waits too: none is longer than a person would notice.
 */
export const HOLDS: readonly { readonly aboveBytes: number; readonly ms: number }[] = [
  { aboveBytes: 24 * 1024 * 1024, ms: 100 },
  { aboveBytes: 16 * 1024 * 1024, ms: 20 },
  { aboveBytes: 8 * 1024 * 1024, ms: 4 },
  { aboveBytes: 4 * 1024 * 1024, ms: 1 },
];

/**
 * What a client may have sent that the node has not taken yet. Holding slows a client down, but does not stop it, and
 * an isolate has 128 MB for all: whoever overruns this is cut off, with a clear error.
 */
export const UNSENT_BYTES_MAX = 32 * 1024 * 1024;

/** What the Worker has sent to a client that its connection has not taken: above this the node gets no credit. */
export const CLIENT_BUFFERED_BYTES_MAX = 1024 * 1024;

/** A connection doesn't tell when it has drained: it is looked at this often, only while it is full. */
export const CLIENT_DRAIN_POLL_MS = 10;

/** Objects that carry a cluster's sessions: a local engine keeps a small file for each that was ever used. */
export const SESSION_OBJECTS = 256;

/** Streams of one node at a time: 1,000 idle `kubectl logs -f` are more than a node's pods have people watching. */
export const STREAMS_PER_NODE_MAX = 1000;

/** Channels of one stream: exec has five, the older port-forward two for each port. */
export const CHANNEL_MAX = 254;

/** The agent says "ping" this often; the object's auto-response says "pong" without waking. */
export const HEARTBEAT_INTERVAL_MS = 10_000;

/** Two heartbeats lost and a half: the agent takes the link for dead and dials again. */
export const LINK_SILENCE_MS = 25_000;

/** The Worker that carries the link cuts it after three heartbeats lost: nobody else notices a host that lost its power. */
export const AGENT_SILENCE_MS = 35_000;

/** How long after its last sign of life a node counts as gone. Kubernetes: node-monitor-grace-period (40 s until 1.31, then 50 s). */
export const NODE_GRACE_MS = 40_000;

/** How soon the object tries again to say that a node is gone, when nobody could be told; doubled each time up to the last. */
export const TELL_RETRY_FIRST_MS = 2_000;
export const TELL_RETRY_LAST_MS = 300_000;

/** How long the edge waits for a node to take or refuse a stream: Docker answers in milliseconds, a hung mount never. */
export const ANSWER_TIMEOUT_MS = 60_000;

/** What a ReadableStream of the edge holds before the node gets no more credit. */
export const BODY_BUFFER_BYTES = 256 * 1024;

/** A client that has left shows only at the next write; a log that says nothing for this long is closed. Kubernetes: the kubelet's streaming idle timeout. */
export const QUIET_LOG_MS = 4 * 3_600_000;
