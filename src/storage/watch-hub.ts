// The watches of one scope: replay from the change log, then live, without a gap between the two.
import { expired, type StatusError, timeout } from "../apimachinery/status-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { Socket, Sockets } from "../platform/sockets.ts";
import type { Timers } from "../platform/timers.ts";
import { Audience, entriesFor } from "./audience.ts";
import type { Store } from "./store.ts";
import type { Expired, Revision } from "./types.ts";
import { type CompileView, eventLine, type Selection, shareChange } from "./view.ts";
import { errorFrame, eventsFrame, nextPageMessage, progressFrom } from "./watch-frame.ts";
import type { Watcher } from "./watch-group.ts";

/** Sockets of watches of the object's own scope are accepted under this tag. */
export const watchTag = "watch";

/** Close codes of a watch's socket; the Worker ends the client's stream at either. */
export const closeDone = 1000;

/** Why a watch is ended whose resource is no longer what it was. */
export const overReason = "the resource is not served like this any more";

export interface WatchRequest {
  readonly collection: string;
  readonly selection: Selection;
  /** The watch tells of everything after it. */
  readonly from: Revision;
}

/** What the socket's attachment holds under `watch`: all that is known of a watch after hibernation. */
interface WatchState extends WatchRequest {
  /**
   * "waiting": more of the log is to be told, from `from` on, when the Worker asks for it. "behind": to be told at once by
   * an instance that finds it so: an earlier one was lost with events that it had gathered.
   */
  readonly phase: "live" | "waiting" | "behind";
}

export interface WatchHubOptions {
  readonly store: Store;
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly compile: CompileView;
}

export class WatchHub {
  readonly #store: Store;
  readonly #audience: Audience;
  /** Those in the middle of a replay. */
  readonly #paused = new Map<Socket, WatchRequest>();

  constructor({ store, sockets, clock, timers, compile }: WatchHubOptions) {
    this.#store = store;
    this.#audience = new Audience({ compile, clock, timers, rules: store.rules, keepBehind });
    for (const socket of sockets.all(watchTag)) this.#restore(socket);
    store.onCommit((changes) => this.#audience.tell(changes, store.revision));
  }

  get size(): number {
    return this.#audience.size + this.#paused.size;
  }

  /**
   * [R2] Tells `socket` of every change after `from`: first the log, then each commit. The socket must have been
   * accepted under `watchTag`. When the log doesn't go back so far it is told so and closed.
   */
  subscribe(socket: Socket, request: WatchRequest): { type: "watching" } | { type: "future" } | Expired {
    if (this.#store.isFuture(request.from)) {
      refuseFuture(socket, request.from, this.#store.revision);
      return { type: "future" };
    }
    if (request.from > this.#store.revision) this.#store.reach(request.from);
    const from = this.#store.rules.replayFrom(request.from, this.#store.revision);
    return this.#goOn(socket, { ...request, from });
  }

  /** What the Worker sent on a watch's socket. */
  message(socket: Socket, message: string): void {
    const paused = this.#paused.get(socket);
    if (message === nextPageMessage && paused !== undefined) this.#goOn(socket, paused);
    if (progressFrom(message) !== undefined && this.#audience.get(socket) !== undefined) {
      this.#audience.flush(socket);
      socket.send(eventsFrame([], this.#store.revision));
    }
  }

  /** What is served may have changed: ends the watches that show what is no longer. Their clients begin anew. */
  review(): void {
    for (const { socket } of this.#audience.takeOver()) socket.close(closeDone, overReason);
  }

  /** Ends all watches of a collection: nothing is left of it, and nothing comes any more. */
  end(collection: string): void {
    this.#audience.flush();
    const watchers = this.#audience.watchers().filter((one) => one.collection === collection);
    for (const { socket } of watchers) {
      this.closed(socket);
      socket.close(closeDone, overReason);
    }
  }

  closed(socket: Socket): void {
    this.#paused.delete(socket);
    this.#audience.remove(socket);
  }

  /** One page of the replay, and live after the last one, in the same synchronous step. */
  #goOn(socket: Socket, request: WatchRequest): { type: "watching" } | Expired {
    const { collection, selection, from } = request;
    const view = this.#audience.view(collection, selection);
    const page = this.#store.changes(from, {
      collections: [collection],
      withPrevious: view.selects !== undefined,
    });
    if ("type" in page) {
      this.closed(socket);
      refuseExpired(socket, from, page.horizon);
      return page;
    }
    const entries = entriesFor(page.changes.map(shareChange), view);
    const next = { collection, selection, from: page.upTo };
    if (page.more) this.#paused.set(socket, next);
    else {
      this.#paused.delete(socket);
      this.#audience.add({ ...next, socket });
    }
    keep(socket, { ...next, phase: page.more ? "waiting" : "live" });
    if (entries.length > 0 || page.more) socket.send(eventsFrame(entries, page.upTo, page.more));
    return { type: "watching" };
  }

  #restore(socket: Socket): void {
    const state = (socket.attachment() as { watch?: WatchState } | undefined)?.watch;
    if (state === undefined) return;
    const { phase, ...request } = state;
    if (phase === "live") this.#audience.add({ ...request, socket });
    else if (phase === "waiting") this.#paused.set(socket, request);
    else this.#goOn(socket, request);
  }
}

function keepBehind({ socket, collection, selection, from }: Watcher, behind: Revision | undefined): void {
  const phase = behind === undefined ? "live" : "behind";
  keep(socket, { collection, selection, from: behind ?? from, phase });
}

/** Beside whatever else is attached. */
function keep(socket: Socket, watch: WatchState): void {
  socket.attach({ ...(socket.attachment() as object | undefined), watch });
}

/** [R3] [F7] Ends a watch with the ERROR event that makes a client list again. */
export function refuseExpired(socket: Socket, from: Revision, horizon: Revision): void {
  refuse(socket, expired(`too old resource version: ${from} (${horizon})`));
}

/** Ends a watch from a revision that nobody can have handed out. Kubernetes: storage.NewTooLargeResourceVersionError */
export function refuseFuture(socket: Socket, from: Revision, current: Revision): void {
  refuse(socket, timeout(`Too large resource version: ${from}, current: ${current}`, 1));
}

function refuse(socket: Socket, error: StatusError): void {
  socket.send(errorFrame(eventLine("ERROR", JSON.stringify(error.status()))));
  socket.close(closeDone, error.reason);
}
