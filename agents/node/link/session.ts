// The streams of one standing link: told apart by number, served, and all lost with it.
import type { Timers } from "../../../src/platform/timers.ts";
import type { OpenHeader } from "../../../src/tunnel/headers.ts";
import type { Frame } from "../../../src/tunnel/protocol.ts";
import { StreamEnd } from "../../../src/tunnel/stream-end.ts";
import type { LinkConnection } from "./dial.ts";
import { LINK_BUFFERED_BYTES_MAX } from "./limits.ts";

/** One stream as its server sees it. */
export interface ServedStream {
  readonly end: StreamEnd;
  /** Resolves when more may be sent: the other end has room, and so has the link that all streams share. */
  ready(): Promise<void>;
}

/** Must listen to the stream's end before it returns. */
export type StreamServer = (header: OpenHeader, stream: ServedStream) => void;

export interface SessionOptions {
  readonly connection: LinkConnection;
  readonly serve: StreamServer;
  readonly timers: Timers;
}

/** The link's connection has no event for having drained; it is looked at this often while it is full. */
const DRAIN_POLL_MS = 5;

export class Session {
  readonly #options: SessionOptions;
  readonly #streams = new Map<number, StreamEnd>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  receive(frame: Exclude<Frame, { type: "hello" }>): void {
    if (frame.type === "open") {
      this.#open(frame.stream, frame.header);
      return;
    }
    const end = this.#streams.get(frame.stream);
    end?.receive(frame);
    this.#forget(end);
  }

  lost(): void {
    const ends = [...this.#streams.values()];
    this.#streams.clear();
    for (const end of ends) end.lost();
  }

  #open(stream: number, header: OpenHeader): void {
    const { connection, serve, timers } = this.#options;
    const end = new StreamEnd({
      role: "answerer",
      stream,
      transmit: (message) => {
        connection.send(message);
        this.#forget(end);
      },
    });
    this.#streams.set(stream, end);
    serve(header, {
      end,
      async ready() {
        await end.sendable();
        while (connection.bufferedBytes > LINK_BUFFERED_BYTES_MAX && end.state !== "closed") {
          await timers.sleep(DRAIN_POLL_MS);
        }
      },
    });
  }

  #forget(end: StreamEnd | undefined): void {
    if (end?.state === "closed") this.#streams.delete(end.stream);
  }
}
