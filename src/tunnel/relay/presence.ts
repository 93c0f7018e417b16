// Whether a node's agent is there, and telling the cluster once when it has been away for longer than its grace.
// A connected node costs no row and no wake-up: rows are written when an agent comes for the first time, and when it goes.
import type { Alarm } from "../../platform/alarm.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { NODE_GRACE_MS, TELL_RETRY_FIRST_MS, TELL_RETRY_LAST_MS } from "../limits.ts";

export interface NodeIdentity {
  readonly cluster: string;
  readonly node: string;
}

export interface PresenceRecord extends NodeIdentity {
  /** When the last agent that left was last heard. */
  readonly lastSeenMs: number;
  /** The cluster knows that the node is gone. */
  readonly gone: boolean;
}

/** One small record, durable. */
export interface PresenceStore {
  read(): PresenceRecord | undefined;
  write(record: PresenceRecord): void;
}

/** When a node was last heard. */
export interface NodeSeen {
  readonly connected: boolean;
  readonly lastSeenMs: number;
}

/** The cluster's ear. Both calls are repeated until they succeed, and must be idempotent. */
export interface NodeWatcher {
  nodeGone(node: NodeIdentity, lastSeenMs: number): Promise<void>;
  nodeBack(node: NodeIdentity): Promise<void>;
}

export interface PresenceOptions {
  readonly store: PresenceStore;
  readonly alarm: Alarm;
  readonly clock: Clock;
  readonly watcher: NodeWatcher;
  readonly log: Log;
}

export class Presence {
  readonly #options: PresenceOptions;
  #failures = 0;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  get record(): PresenceRecord | undefined {
    return this.#options.store.read();
  }

  /** An agent has connected. Back within its grace, nobody hears of it. */
  connected(identity: NodeIdentity): void {
    const { store, alarm, clock } = this.#options;
    const record = store.read();
    if (record === undefined || record.cluster !== identity.cluster || record.node !== identity.node) {
      store.write({ ...identity, lastSeenMs: clock.now(), gone: false });
    }
    // That it is back is told by the alarm, which tries until it is heard.
    if (record?.gone === true) alarm.set(clock.now() + 1);
    else alarm.clear();
  }

  /** The agent's connection has ended; `lastSeenMs` is its last sign of life. */
  disconnected(lastSeenMs: number): void {
    const { store, alarm, clock } = this.#options;
    const record = store.read();
    if (record === undefined) return;
    store.write({ ...record, lastSeenMs });
    if (!record.gone) alarm.set(Math.max(lastSeenMs + NODE_GRACE_MS, clock.now() + 1));
  }

  /** The alarm has fired. At least once: what was told already isn't told again. */
  async due(connected: () => boolean): Promise<void> {
    const { store, alarm, clock, watcher, log } = this.#options;
    const record = store.read();
    if (record === undefined) return;
    const step = nextStep(record, connected(), clock.now());
    if (step.type === "nothing") return;
    if (step.type === "wait") {
      alarm.set(step.untilMs);
      return;
    }
    try {
      if (step.type === "tell-back") await watcher.nodeBack(record);
      else await watcher.nodeGone(record, record.lastSeenMs);
    } catch (error) {
      log.warn("could not tell the cluster about its node", { node: record.node, error: String(error) });
      this.#failures += 1;
      alarm.set(clock.now() + Math.min(TELL_RETRY_FIRST_MS * 2 ** (this.#failures - 1), TELL_RETRY_LAST_MS));
      return;
    }
    this.#failures = 0;
    const told = { ...(store.read() ?? record), gone: step.type === "tell-gone" };
    store.write(told);
    // While that call was under way the agent may have come or gone.
    if (told.gone === connected()) alarm.set(clock.now() + 1);
  }
}

export type PresenceStep =
  | { readonly type: "nothing" }
  | { readonly type: "wait"; readonly untilMs: number }
  | { readonly type: "tell-gone" }
  | { readonly type: "tell-back" };

/** What the cluster must hear, given what it knows. */
export function nextStep(record: PresenceRecord, connected: boolean, nowMs: number): PresenceStep {
  if (record.gone !== connected) return { type: "nothing" };
  if (connected) return { type: "tell-back" };
  const untilMs = record.lastSeenMs + NODE_GRACE_MS;
  return nowMs < untilMs ? { type: "wait", untilMs } : { type: "tell-gone" };
}
