// A controller: which changes wake it, and what it does about a key. The runtime (`loop.ts`) owns queue and back-off.
import type { KubeObject } from "../../apimachinery/json.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Random } from "../../platform/random.ts";
import type { Client, KindRef } from "./client.ts";
import type { EventRecorder } from "./events.ts";
import type { Reach } from "./reach.ts";

/** A change that concerns a controller: `object` after it (the last state when deleted), `old` before it. */
export interface ObservedChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Readonly<KubeObject>;
  readonly old: Readonly<KubeObject> | undefined;
}

export interface WatchRule {
  readonly kind: KindRef;
  /** The keys to reconcile after this change; runs inside the commit, so it must be quick and read nothing else. */
  keys(change: ObservedChange): readonly string[];
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

/** `requeueAfterMs`: look again then, also when nothing changes. */
export interface ReconcileResult {
  readonly requeueAfterMs?: number;
}

export interface Controller {
  /** Unique; names its queue rows and its log lines. */
  readonly name: string;
  /** Runs in every namespace, or once in the cluster scope. */
  readonly scope: "Namespaced" | "Cluster";
  readonly watches: readonly WatchRule[];
  /** Level-triggered: a key and no reason. May run twice, may find nothing. A thrown error is retried with back-off. */
  reconcile(key: string, context: ReconcileContext): Promise<ReconcileResult | void>;
}
