// How often and how long probes run, each with its reason.

/** What a probe's author left out. Kubernetes: pkg/apis/core/v1/defaults.go SetDefaults_Probe */
export const PERIOD_DEFAULT_SECONDS = 10;
export const TIMEOUT_DEFAULT_SECONDS = 1;
export const FAILURES_DEFAULT = 3;
export const SUCCESSES_DEFAULT = 1;

/** Of an answer's body or a command's output. Kubernetes: pkg/probe/http/http.go maxRespBodyLength, pkg/probe/exec/exec.go maxReadLength */
export const OUTPUT_BYTES_MAX = 10 * 1024;

/** Of an answer's headers; Node's own 16 KiB would fail what a kubelet takes. */
export const HEADER_BYTES_MAX = 256 * 1024;

/** Go's default for a client. */
export const REDIRECTS_MAX = 10;

/** Commands under way at once on this node: each is 62 ms of CPU in Docker, which does not get faster with more of them. */
export const EXECS_AT_ONCE = 2;

/** A node whose commands wait for their turn says so this often. */
export const SLOW_EXECS_TOLD_MS = 600_000;

/** What only an error of the prober itself is tried again for, within one probe. Kubernetes: prober.go maxProbeRetries */
export const ERROR_TRIES = 3;

/**
 * While a container comes up it is looked at more often than its period says, for as long as that: these looks can make
 * it ready (or started), and count for nothing else. A command is dear, so there are fewer of them.
 */
export const EAGER_LOOKS_MS = [0, 250, 750, 1_750, 3_750, 7_750, 15_750, 31_750] as const;
export const EAGER_COMMANDS_MS = [300, 2_300, 6_300] as const;

/** A container that has run this long when its probes begin is one that an agent has taken up: all of a node's come at once. */
export const TAKEN_UP_AFTER_MS = 10_000;
