// A controller: which changes wake it, and what it does about a key. The runtime (`loop.ts`) owns queue and back-off.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Random } from "../../platform/random.ts";
import type { Client, KindRef } from "./client.ts";
import type { EventRecorder } from "./events.ts";
import type { Reach } from "./reach.ts";

/** A change that concerns a controller. Its objects are parsed when they are first asked for. */
export interface ObservedChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** Which stored collection: "pods", "deployments.apps". */
  readonly collection: string;
  readonly name: string;
  readonly uid: string;
  /** The object's JSON after the change: for telling by a look that it isn't worth parsing. */
  readonly text: string;
  /** The same before it; undefined when it was added. */
  readonly oldText: string | undefined;
  /** The object after the change; the last state when deleted. */
  readonly object: Readonly<KubeObject>;
  /** The object before the change; undefined when it was added. */
  readonly old: Readonly<KubeObject> | undefined;
}

/** What a rule may look up in its own scope: reads by key, as it stands after the change. */
export interface ScopeIndex {
  /** Does any object of the scope name `uid` among its owners? */
  hasDependents(uid: string): boolean;
  /** Undefined: no such object, or no such kind, in this scope. */
  find(apiVersion: string, kind: string, name: string): Readonly<KubeObject> | undefined;
}

export interface WatchRule {
  /** "any": every collection of the scope. */
  readonly kind: KindRef | "any";
  /** Not before so long after the change; a key that is queued already keeps its earlier time. Left out: at once. */
  readonly delayMs?: number;
  /** The keys to reconcile after this change; runs inside the commit, so it must be quick and read nothing but `index`. */
  keys(change: ObservedChange, index: ScopeIndex): readonly string[];
}

export interface ReconcileContext {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventRecorder;
  /** Other scopes of the same cluster: idempotent calls only. */
  readonly reach: Reach;
  readonly log: Log;
}

export interface ReconcileResult {
  /** Look again then, also when nothing changes. */
  readonly requeueAfterMs?: number;
  /** Other keys of this controller to look at now: what a change means that only a read could tell. */
  readonly also?: readonly string[];
}

/** Nothing more to do until something changes. */
export const done: ReconcileResult = {};

export interface Controller {
  /** Unique; names its queue rows, its log lines and its user. */
  readonly name: string;
  /** What its events say they come from; left out: `NAME-controller`. */
  readonly component?: string;
  /** Runs in every namespace, or once in the cluster scope. */
  readonly scope: "Namespaced" | "Cluster";
  readonly watches: readonly WatchRule[];
  /** Level-triggered: a key and no reason. May run twice, may find nothing. A thrown error is retried with back-off. */
  reconcile(key: string, context: ReconcileContext): Promise<ReconcileResult>;
}
