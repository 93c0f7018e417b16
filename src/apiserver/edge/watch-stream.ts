// A client's watch: an HTTP response that stays open, fed by a socket of the object that is watched. Bookmarks, the
// end of its time and a client that leaves are seen to here; the object may hibernate meanwhile.
// Platform: a client that closes politely is noticed only at the next write; there is no back-pressure from objects.
import type { Timers } from "../../platform/timers.ts";
import { type Forwarded, WatchForwarder } from "../../storage/watch-forwarder.ts";
import { nextPageMessage, progressMessage } from "../../storage/watch-frame.ts";
import { watchReviewMs } from "../custom/limits.ts";
import { bookmarkIntervalMs, watchBacklogBytesMax, watchHeartbeatMs } from "../limits.ts";

/** The object's socket, accepted. */
export interface WatchSocket {
  send(message: string): void;
  close(code: number, reason: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close" | "error", listener: () => void): void;
}

export interface WatchStreamOptions {
  readonly socket: WatchSocket;
  readonly timers: Timers;
  /** What the client gets first: the initial events, as lines. */
  readonly initial: string;
  /** The revision after which the socket tells. */
  readonly from: number;
  readonly lifeMs: number;
  /** A bookmark's line at a revision; undefined when the client wants none. */
  readonly bookmark: ((revision: number) => string) | undefined;
  /** Makes the client's lines of the object's, which takes its time; absent: they are the same. */
  readonly convert?: (text: string) => Promise<{ readonly text: string; readonly end: boolean }>;
  /** True: what is watched is not served like this any more. Asked now and then. */
  readonly isOver?: () => boolean;
}

/** The body of the response. It ends in good order when the watch's time is over or the object goes away. */
export function watchStream(options: WatchStreamOptions): ReadableStream<Uint8Array> {
  const stream = new WatchStream(options);
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => stream.start(controller),
      pull: () => stream.pull(),
      cancel: () => stream.stop("client gone"),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
  );
}

const encoder = new TextEncoder();
const heartbeat = encoder.encode("\n");

class WatchStream {
  readonly #options: WatchStreamOptions;
  readonly #forwarder: WatchForwarder;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #stopTimers: (() => void)[] = [];
  /** The client has been told everything up to here. */
  #told: number;
  #bookmarked: number;
  #queue: Promise<void> = Promise.resolve();
  #queuedCharacters = 0;
  #wantsPage = false;
  #done = false;

  constructor(options: WatchStreamOptions) {
    this.#options = options;
    this.#forwarder = new WatchForwarder(options.from);
    this.#told = options.from;
    this.#bookmarked = options.from;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    const { socket, timers, initial, lifeMs, bookmark, isOver } = this.#options;
    if (initial !== "") this.#push(encoder.encode(initial));
    socket.addEventListener("message", (event) => this.#message(event.data as string));
    socket.addEventListener("close", () => this.#inTurn(() => this.#end()));
    socket.addEventListener("error", () => this.#inTurn(() => this.#end()));
    this.#every(timers, watchHeartbeatMs, () => this.#push(heartbeat));
    if (isOver !== undefined)
      this.#every(timers, watchReviewMs, () => void (isOver() && this.#inTurn(() => this.#end())));
    if (bookmark !== undefined) this.#every(timers, bookmarkIntervalMs, () => this.#bookmark(bookmark));
    this.#stopTimers.push(timers.after(lifeMs, () => this.#timeOver()));
  }

  /** The client has taken what there was: time for the next page of a replay. */
  pull(): void {
    if (!this.#wantsPage) return;
    this.#wantsPage = false;
    this.#options.socket.send(nextPageMessage);
  }

  stop(reason: string): void {
    if (this.#done) return;
    this.#done = true;
    for (const stop of this.#stopTimers) stop();
    this.#options.socket.close(1000, reason);
  }

  #message(message: string): void {
    if (this.#done) return;
    const forwarded = this.#forwarder.take(message);
    const upTo = this.#forwarder.revision;
    const { convert } = this.#options;
    if (convert === undefined || forwarded.type === "end") {
      this.#inTurn(() => this.#tell(forwarded, upTo));
      return;
    }
    const characters = forwarded.text.length;
    this.#queuedCharacters += characters;
    if (this.#queuedCharacters > watchBacklogBytesMax) {
      this.#cut("the watch was closed: its events could not be converted in time");
      return;
    }
    this.#inTurn(async () => {
      if (this.#done) return;
      const { text, end } = await convert(forwarded.text);
      this.#queuedCharacters -= characters;
      this.#tell(end ? { type: "end", text } : { ...forwarded, text }, upTo);
    });
  }

  /** What waits to be converted may not be overtaken; without conversion everything is done at once. */
  #inTurn(body: () => void | Promise<void>): void {
    if (this.#options.convert === undefined) void body();
    else this.#queue = this.#queue.then(body).catch(() => this.#end());
  }

  #tell(forwarded: Forwarded, upTo: number): void {
    if (this.#done) return;
    if (forwarded.text !== "") this.#push(encoder.encode(forwarded.text));
    this.#told = upTo;
    if (forwarded.type === "end") this.#end();
    else if (forwarded.more) this.#askForPage();
  }

  #askForPage(): void {
    this.#wantsPage = true;
    if ((this.#controller?.desiredSize ?? 0) > 0) this.pull();
  }

  /** [R6] A client that reads too slowly is cut off; it resumes from what it has read. */
  #push(bytes: Uint8Array): void {
    const controller = this.#controller;
    if (this.#done || controller === undefined) return;
    controller.enqueue(bytes);
    if (-(controller.desiredSize ?? 0) <= watchBacklogBytesMax) return;
    this.#cut("the watch was closed: its events were not read in time");
  }

  #cut(reason: string): void {
    this.stop("slow watcher");
    this.#controller?.error(new Error(reason));
  }

  #bookmark(lineAt: (revision: number) => string): void {
    const told = this.#told;
    if (told <= this.#bookmarked) return;
    this.#bookmarked = told;
    this.#push(encoder.encode(lineAt(told)));
  }

  /** Told where the log stands, the client can resume from there instead of from its last event. */
  #timeOver(): void {
    const { bookmark, socket, timers } = this.#options;
    if (bookmark === undefined) {
      this.#end();
      return;
    }
    socket.send(progressMessage(this.#forwarder.revision));
    this.#stopTimers.push(
      timers.after(finalProgressMs, () =>
        this.#inTurn(() => {
          this.#bookmark(bookmark);
          this.#end();
        }),
      ),
    );
  }

  #end(): void {
    if (this.#done) return;
    this.stop("done");
    this.#controller?.close();
  }

  #every(timers: Timers, intervalMs: number, body: () => void): void {
    let cancel = () => {};
    const again = () => {
      cancel = timers.after(intervalMs, () => {
        body();
        if (!this.#done) again();
      });
    };
    again();
    this.#stopTimers.push(() => cancel());
  }
}

/** How long the end of a watch waits for the object's word on how far the log is. */
const finalProgressMs = 500;
