// How long and how much the agent allows pods, each with its reason.

/** Between restarts of a container that keeps ending. Kubernetes: pkg/kubelet/kubelet.go, CrashLoopBackOff 10 s .. 5 min. */
export const CRASH_BACK_OFF = { firstMs: 10_000, lastMs: 300_000 } as const;

/** Before a step that failed for another reason than the container itself is tried again (half as much again, by chance). Kubernetes: backOffPeriod. */
export const STEP_RETRY_MS = 10_000;

/** The first failures of a step are often over at once (a secret not yet here, a network being programmed). */
export const STEP_RETRY_FIRST_MS = 1_000;

/** What a container gets to end by itself at the very least. Kubernetes: minimumGracePeriodInSeconds. */
export const GRACE_LEAST_SECONDS = 2;

/** The grace of a pod that nobody knows the spec of any more. Kubernetes: the default of terminationGracePeriodSeconds. */
export const GRACE_DEFAULT_SECONDS = 30;

/** What the pause container gets. cri-dockerd: sandbox grace 10 s; ours ends on TERM at once. */
export const SANDBOX_GRACE_SECONDS = 2;

/** A full look at Docker, beside the events, which can be lost. */
export const RELIST_MS = 60_000;

/** Before the event stream is opened again. */
export const EVENTS_RETRY_MS = 1_000;

/** A container without a pod is left alone this long: its pod may be about to be told of. */
export const ORPHAN_GRACE_MS = 60_000;

/** Inspections under way at once after a list: each is a few ms of dockerd. */
export const INSPECTS_MAX = 8;

/** What a termination message may have. Kubernetes: pkg/kubelet/container/helpers.go, MaxContainerTerminationMessage*. */
export const TERMINATION_MESSAGE_BYTES_MAX = 4096;
export const TERMINATION_LOG_BYTES_MAX = 2048;
export const TERMINATION_LOG_LINES_MAX = 80;

/** Docker keeps this much of a container's output: 5 files of 10 MB. Kubernetes: containerLogMaxSize/-Files defaults. */
export const LOG_FILE_SIZE = "10m";
export const LOG_FILES = "5";

/** Names that conflict are made free and tried again this often. cri-dockerd: one retry, then a random suffix. */
export const NAME_TRIES = 3;

/** Kubernetes: pkg/kubelet/network/dns/dns.go */
export const NAMESERVERS_MAX = 3;
export const SEARCH_DOMAINS_MAX = 32;
export const SEARCH_CHARACTERS_MAX = 2048;

/** Tries to make a sandbox from before usable again, until it is replaced. */
export const SANDBOX_ADOPTIONS_MAX = 3;
