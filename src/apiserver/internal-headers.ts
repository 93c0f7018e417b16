// What the Worker tells an object, and the object the Worker, beside a client's own request. The Worker makes these
// headers itself; a client's are never passed on.

/** Who asks: a `User` as JSON. */
export const userHeader = "skerry-user";

/** The kind is a custom one: what the Worker knows of these, by its version. */
export const customsHeader = "skerry-customs";

/** A client wants to connect to the object that is asked for: how, as a text of `connection.ts`. Admission is asked. */
export const connectHeader = "skerry-connect";
/** Answered where admission has changed the options: the query to go on with. */
export const connectedHeader = "skerry-connected";

/** A part of a cluster-wide list is wanted: the state at this revision, as bare pieces. */
export const partHeader = "skerry-part";
/** The name to go on after. */
export const afterHeader = "skerry-after";
/** How many objects at most. */
export const limitHeader = "skerry-limit";

/** Answered with a part: how many pieces it has, and the name to go on after when there is more. */
export const countHeader = "skerry-count";
export const nextHeader = "skerry-next";

/** The initial events of a watch are wanted, as lines: the state at this revision, or now ("now"). */
export const linesHeader = "skerry-lines";
/** Answered with lines: the revision that the watch goes on from. */
export const revisionHeader = "skerry-revision";

/** With an upgrade: the revision after which the watch begins. */
export const fromHeader = "skerry-from";
