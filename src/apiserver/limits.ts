// The bounds of the API server, each with its reason.

/** How often a change is tried again when another write came between. Kubernetes: etcd3 store; we conflict far less. */
export const conflictRetriesMax = 8;

/** How often a generated name is drawn anew when it is taken. Kubernetes: registry/generic/registry/store.go maxNameGenerationCreateAttempts */
export const generateNameAttemptsMax = 8;

/** Parsed objects that a scope keeps, by their texts' length: an isolate's 128 MB are shared by many scopes. */
export const parsedCharactersMax = 4_000_000;

/** A watch without `timeoutSeconds` ends after this plus a random part of the same length, as upstream's. */
export const watchSecondsMin = 1_800;

/** A silent watch gets a newline this often: clients that left politely are noticed only at a write, and edges cut silent connections. */
export const watchHeartbeatMs = 20_000;

/** A watch whose client reads slower than events come is cut when this many bytes wait for it. */
export const watchBacklogBytesMax = 8 * 1024 * 1024;

/** How often a watch that asked for bookmarks gets one. */
export const bookmarkIntervalMs = 60_000;

/** A webhook's answer is read whole: as long as the longest object, twice over (a conversion answers several). */
export const webhookAnswerBytesMax = 8 * 1024 * 1024;

/** What a request has, and a client may only shorten. Kubernetes: --request-timeout */
export const requestTimeoutMsMax = 60_000;

/** Nobody waits longer for a deletion (68 years): the time of one that any int64 asks for could not be written. */
export const graceSecondsMax = 2 ** 31 - 1;
