// How the agent keeps its link, each with its reason.

/** After the first failure: a control plane that restarts is back within a second. */
export const REDIAL_FIRST_MS = 500;

/** The longest wait: a control plane that was away for hours has its nodes back within half a minute. */
export const REDIAL_LAST_MS = 30_000;

/** After giving way to another agent of the same name: two of them must not take turns by the second. */
export const REDIAL_REPLACED_MS = 60_000;

/** A link that stood this long was sound: what happens next is a new story. */
export const SOUND_AFTER_MS = 10_000;

/** From dialing to hello. */
export const CONNECT_TIMEOUT_MS = 15_000;

/** What may wait in the link's own connection before the streams hold back: more would delay every keystroke behind it. */
export const LINK_BUFFERED_BYTES_MAX = 1024 * 1024;
