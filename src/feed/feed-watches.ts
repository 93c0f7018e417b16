// Cluster-wide watches: sockets of stateless Workers, each first told of its past and then of what the feed emits.
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Socket, Sockets } from "../platform/sockets.ts";
import type { Timers } from "../platform/timers.ts";
import { Audience, entriesFor } from "../storage/audience.ts";
import type { StorageRules } from "../storage/rules.ts";
import type { Change, Revision } from "../storage/types.ts";
import { type CompileView, shareChange } from "../storage/view.ts";
import { eventsFrame, nextPageMessage, progressFrom, type WatchEntry } from "../storage/watch-frame.ts";
import type { Watcher } from "../storage/watch-group.ts";
import { closeDone, overReason, refuseExpired, type WatchRequest } from "../storage/watch-hub.ts";
import type { Want } from "./interest.ts";
import type { FeedRules } from "./rules.ts";
import type { ListenerHost } from "./start.ts";

/** Sockets of cluster-wide watches are accepted under this tag. */
export const feedWatchTag = "feed-watch";

/** Close code: a namespace couldn't be reached; the client watches again from where it is. */
export const closeTryAgain = 1013;

/** What the socket's attachment holds under `feedWatch`. `from` is the cursor of one that isn't live. */
interface FeedWatchState extends WatchRequest {
  /** "waiting": more of its past is told when the Worker asks for it. "gathering": as soon as it is collected. */
  readonly phase: "live" | "waiting" | "gathering";
}

export interface FeedWatchesOptions {
  readonly host: ListenerHost;
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly compile: CompileView;
  readonly rules: FeedRules;
  readonly storageRules: StorageRules;
}

export class FeedWatches {
  readonly #options: FeedWatchesOptions;
  readonly #audience: Audience;
  readonly #waiting = new Map<Socket, WatchRequest>();
  /** Found at construction in the middle of their gather. */
  readonly #begun = new Map<Socket, WatchRequest>();

  constructor(options: FeedWatchesOptions) {
    this.#options = options;
    this.#audience = new Audience({ ...options, rules: options.storageRules, keepBehind });
    for (const socket of options.sockets.all(feedWatchTag)) this.#restore(socket);
  }

  get size(): number {
    return this.#audience.size + this.#waiting.size;
  }

  wants(): Want[] {
    return this.#audience.collections().map((collection) => this.#want(collection));
  }

  /** Call once the feed stands: takes up what an instance that hibernated had begun. */
  resume(): void {
    const begun = [...this.#begun];
    this.#begun.clear();
    for (const [socket, request] of begun) this.watch(socket, request);
  }

  /**
   * [R5] Tells `socket` of everything after `from`. The socket must have been accepted under `feedWatchTag`.
   * `mustGather`: it gets a frame in any case, if only to learn that nothing happened.
   */
  watch(socket: Socket, request: WatchRequest, mustGather = false): void {
    const { collection, selection, from } = request;
    this.#waiting.delete(socket);
    this.#audience.remove(socket);
    const watcher: Watcher = { socket, collection, selection, from };
    this.#audience.add(watcher);
    const start = this.#options.host.start([this.#want(collection)], from, mustGather);
    if (start.type === "live") {
      keep(socket, { collection, selection, from, phase: "live" });
      return;
    }
    watcher.from = this.#options.rules.liveFrom(start.upTo);
    watcher.held = [];
    keep(socket, { ...request, phase: "gathering" });
    void this.#tellPast(watcher, from, start.upTo).catch((error) => {
      this.#options.log.error("a cluster-wide watch failed to start", { error: String(error) });
      this.#cut(socket);
    });
  }

  /** What the Worker sent on a watch's socket. */
  message(socket: Socket, message: string): void {
    const waiting = this.#waiting.get(socket);
    if (message === nextPageMessage && waiting !== undefined) this.watch(socket, waiting);
    const live = this.#audience.get(socket);
    const from = progressFrom(message);
    // To know that nothing happened up to now takes the same question to all as a start from where the watch is.
    if (from !== undefined && live !== undefined && live.held === undefined) {
      this.watch(socket, { collection: live.collection, selection: live.selection, from }, true);
    }
  }

  closed(socket: Socket): void {
    this.#waiting.delete(socket);
    this.#audience.remove(socket);
    this.#options.host.lessWanted();
  }

  /** What is served may have changed: ends the watches that show what is no longer. */
  review(): void {
    for (const { socket } of this.#audience.takeOver()) socket.close(closeDone, overReason);
    this.#options.host.lessWanted();
  }

  /** [R5] In the order of the feed. */
  tell(changes: readonly Change[], upTo: Revision): void {
    this.#audience.tell(changes, upTo);
  }

  /** [F7] Something can't be told any more: nobody may go on as if nothing had been. */
  expireAll(horizon: Revision): void {
    this.#audience.flush();
    for (const watcher of this.#audience.watchers()) {
      this.#audience.remove(watcher.socket);
      refuseExpired(watcher.socket, watcher.from, horizon);
    }
  }

  #want(collection: string): Want {
    return { collection, withPrevious: this.#audience.hasSelectors(collection) };
  }

  async #tellPast(watcher: Watcher, from: Revision, upTo: Revision): Promise<void> {
    const { socket, collection, selection } = watcher;
    const view = this.#audience.view(collection, selection);
    const past = await this.#options.host.gather([this.#want(collection)], from, upTo, false);
    if (this.#audience.get(socket) !== watcher) return;
    if (past.type === "expired") {
      this.#audience.remove(socket);
      this.#options.host.lessWanted();
      refuseExpired(socket, from, past.horizon);
      return;
    }
    if (past.type === "unreachable") {
      this.#cut(socket);
      return;
    }
    const entries = entriesFor(past.changes.map(shareChange), view);
    if (past.upTo < upTo || watcher.overflowed) this.#pause(watcher, entries, past.upTo);
    else this.#goLive(watcher, entries, upTo);
  }

  #pause(watcher: Watcher, entries: readonly WatchEntry[], upTo: Revision): void {
    const { socket, collection, selection } = watcher;
    const request = { collection, selection, from: upTo };
    this.#audience.remove(socket);
    this.#waiting.set(socket, request);
    keep(socket, { ...request, phase: "waiting" });
    socket.send(eventsFrame(entries, upTo, true));
  }

  #goLive(watcher: Watcher, entries: readonly WatchEntry[], upTo: Revision): void {
    const { socket, collection, selection } = watcher;
    this.#audience.flush(socket);
    const held = this.#options.rules.holdsWhileGathering() ? (watcher.held ?? []) : [];
    const all = [...entries, ...held];
    watcher.held = undefined;
    keep(socket, { collection, selection, from: watcher.from, phase: "live" });
    socket.send(eventsFrame(all, Math.max(upTo, all.at(-1)?.revision ?? 0)));
  }

  #cut(socket: Socket): void {
    this.#audience.remove(socket);
    this.#options.host.lessWanted();
    socket.close(closeTryAgain, "a namespace could not be reached");
  }

  #restore(socket: Socket): void {
    const state = (socket.attachment() as { feedWatch?: FeedWatchState } | undefined)?.feedWatch;
    if (state === undefined) return;
    const { phase, ...request } = state;
    if (phase === "live") this.#audience.add({ ...request, socket });
    else (phase === "waiting" ? this.#waiting : this.#begun).set(socket, request);
  }
}

/** An instance that finds a watcher behind gathers what it may have missed. */
function keepBehind({ socket, collection, selection, from }: Watcher, behind: Revision | undefined): void {
  const phase = behind === undefined ? "live" : "gathering";
  keep(socket, { collection, selection, from: behind ?? from, phase });
}

/** Beside whatever else is attached. */
function keep(socket: Socket, feedWatch: FeedWatchState): void {
  socket.attach({ ...(socket.attachment() as object | undefined), feedWatch });
}
