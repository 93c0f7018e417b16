// How long and how much volumes are allowed, each with its reason.

/** A pod's start reads its objects once; following them begins this much later, when most short-lived pods are gone. */
export const WATCH_AFTER_MS = 2_000;

/** A token is renewed at this share of its life, or at this age. Kubernetes: pkg/kubelet/token/token_manager.go requiresRefresh */
export const TOKEN_RENEWAL_SHARE = 0.8;
export const TOKEN_AGE_MAX_MS = 24 * 3600_000;
/** Nodes that got their tokens together renew them apart. Kubernetes: token_manager.go maxJitter */
export const TOKEN_JITTER_MS = 10_000;

/** Before a renewal that failed is tried again: doubled from the first to the last. */
export const TOKEN_RETRY_FIRST_MS = 10_000;
export const TOKEN_RETRY_LAST_MS = 300_000;

/** What the API's default says for a token that asks for no life of its own. */
export const TOKEN_SECONDS_DEFAULT = 3600;

/** All Secrets and tokens of the node share one file system in memory: at most this part of the host's. */
export const SECRETS_MEMORY_SHARE = "25%";

/** A path in a volume. Kubernetes: pkg/volume/util/atomic_writer.go maxPathLength, maxFileNameLength */
export const PATH_CHARACTERS_MAX = 4096;
export const FILE_NAME_CHARACTERS_MAX = 255;

/** Tries to take a mount away that is in use; after that it is cut off and goes with its last user. */
export const UNMOUNT_TRIES = 3;
export const UNMOUNT_WAIT_MS = 50;

/** Files whose group is changed at once: enough to keep a disk busy, few enough to leave the others their threads. */
export const OWNERSHIP_FILES_AT_ONCE = 8;

/** Of files for which nobody asks for another mode. Kubernetes: pkg/apis/core/v1/defaults.go, DefaultMode */
export const FILE_MODE_DEFAULT = 0o644;
