// The agent's side of the link as a complete table: what it does in each state when something happens.

/** `waiting`: between two attempts. `greeting`: connected, the object has not said hello yet. */
export type LinkState = "waiting" | "dialing" | "greeting" | "up" | "stopped";

export type LinkEvent =
  /** The wait is over. */
  | "retry"
  | "opened"
  | "greeted"
  /** The connection ended or could not be made. */
  | "closed"
  /** Nothing was heard for too long. */
  | "silent"
  | "stop";

export type LinkAction = "dial" | "greet" | "serve" | "give-up" | "wait" | "end" | "none";

export interface LinkMove {
  readonly to: LinkState;
  readonly does: LinkAction;
}

const none = (to: LinkState): LinkMove => ({ to, does: "none" });
const wait: LinkMove = { to: "waiting", does: "wait" };
/** Drops a connection that is still there, then waits. */
const giveUp: LinkMove = { to: "waiting", does: "give-up" };
const end: LinkMove = { to: "stopped", does: "end" };

export const linkTable: Record<LinkState, Record<LinkEvent, LinkMove>> = {
  waiting: {
    retry: { to: "dialing", does: "dial" },
    opened: none("waiting"),
    greeted: none("waiting"),
    closed: none("waiting"),
    silent: none("waiting"),
    stop: end,
  },
  dialing: {
    retry: none("dialing"),
    opened: { to: "greeting", does: "greet" },
    greeted: giveUp,
    closed: wait,
    silent: giveUp,
    stop: end,
  },
  greeting: {
    retry: none("greeting"),
    opened: none("greeting"),
    greeted: { to: "up", does: "serve" },
    closed: wait,
    silent: giveUp,
    stop: end,
  },
  up: {
    retry: none("up"),
    opened: none("up"),
    greeted: giveUp,
    closed: wait,
    silent: giveUp,
    stop: end,
  },
  stopped: {
    retry: none("stopped"),
    opened: none("stopped"),
    greeted: none("stopped"),
    closed: none("stopped"),
    silent: none("stopped"),
    stop: none("stopped"),
  },
};
