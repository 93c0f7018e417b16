// One end of a stream: windows, chunking and order, the same for the Worker and the agent. Knows no socket and no clock.
import type { AcceptHeader, OpenHeader, RejectHeader } from "./headers.ts";
import { CHUNK_BYTES_MAX, CREDIT_STEP_BYTES, STREAM_WINDOW_BYTES } from "./limits.ts";
import { encodeData, encodeFrame, type Frame } from "./protocol.ts";
import {
  answererTable,
  openerTable,
  type StreamEvent,
  type StreamMove,
  type StreamState,
  type StreamTable,
} from "./stream-state.ts";

/** How a stream came to its end. Told once, as the last thing. */
export type StreamOutcome =
  | { readonly type: "finished" }
  | { readonly type: "rejected"; readonly header: RejectHeader }
  /** By the other end, or because it broke the protocol. */
  | { readonly type: "reset"; readonly message: string }
  /** The link broke. */
  | { readonly type: "lost" };

export interface StreamListener {
  accepted?(header: AcceptHeader): void;
  /** Counts against the window until `consumed` is called. The bytes may be kept. */
  data(channel: number, bytes: Uint8Array): void;
  ended(channel: number): void;
  /** Not called for what this end did itself (`reject`, `finish`, `reset`). */
  closed(outcome: StreamOutcome): void;
}

type Unsent =
  | { readonly type: "data"; readonly channel: number; bytes: Uint8Array }
  | { readonly type: "end"; readonly channel: number }
  | { readonly type: "finish" };

export interface StreamEndOptions {
  readonly role: "opener" | "answerer";
  readonly stream: number;
  /** Must take the frame at once. */
  readonly transmit: (message: Uint8Array) => void;
}

export class StreamEnd {
  readonly stream: number;
  readonly #transmit: (message: Uint8Array) => void;
  readonly #table: StreamTable;
  #listener: StreamListener | undefined;
  #state: StreamState = "opening";
  #unsent: Unsent[] = [];
  #unsentBytes = 0;
  #window = STREAM_WINDOW_BYTES;
  #finishing = false;
  #held = 0;
  #owedCredit = 0;
  #waiting: (() => void)[] = [];

  constructor({ role, stream, transmit }: StreamEndOptions) {
    this.stream = stream;
    this.#transmit = transmit;
    this.#table = role === "opener" ? openerTable : answererTable;
  }

  /** Must be set before the first frame arrives. */
  listen(listener: StreamListener): void {
    this.#listener = listener;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** What was sent here but has no window yet. */
  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  /** Asks the other end for a stream; the opener's first act. */
  open(header: OpenHeader): void {
    this.#transmit(encodeFrame({ type: "open", stream: this.stream, header }));
  }

  accept(header: AcceptHeader = {}): void {
    if (this.#state !== "opening") return;
    this.#state = "open";
    this.#transmit(encodeFrame({ type: "accept", stream: this.stream, header }));
  }

  reject(header: RejectHeader): void {
    if (this.#state !== "opening") return;
    this.#close();
    this.#transmit(encodeFrame({ type: "reject", stream: this.stream, header }));
  }

  /** Sends in order, in chunks, as the window allows; the rest waits here. Ignored once the stream is over. */
  send(channel: number, bytes: Uint8Array): void {
    if (this.#state === "closed" || this.#finishing || bytes.length === 0) return;
    this.#unsent.push({ type: "data", channel, bytes });
    this.#unsentBytes += bytes.length;
    this.#flush();
  }

  /** No more on this channel. */
  end(channel: number): void {
    if (this.#state === "closed" || this.#finishing) return;
    this.#unsent.push({ type: "end", channel });
    this.#flush();
  }

  /** The stream is over once everything sent has gone. */
  finish(): void {
    if (this.#state === "closed" || this.#finishing) return;
    this.#finishing = true;
    this.#unsent.push({ type: "finish" });
    this.#flush();
  }

  /** Breaks the stream off; what has not been sent is dropped. */
  reset(message: string): void {
    if (this.#state === "closed") return;
    this.#close();
    this.#transmit(encodeFrame({ type: "reset", stream: this.stream, header: { message } }));
  }

  /** The listener is done with so many bytes: the other end may send more. */
  consumed(bytes: number): void {
    this.#held -= bytes;
    this.#owedCredit += bytes;
    if (this.#state === "closed" || this.#owedCredit < CREDIT_STEP_BYTES) return;
    this.#transmit(encodeFrame({ type: "credit", stream: this.stream, bytes: this.#owedCredit }));
    this.#owedCredit = 0;
  }

  /** Resolves when less than a chunk of what was sent waits for its window, or the stream is over. */
  sendable(): Promise<void> {
    if (this.#unsentBytes < CHUNK_BYTES_MAX || this.#state === "closed") return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A frame of the other end. Not for `hello` and `open`. */
  receive(frame: Exclude<Frame, { type: "hello" | "open" }>): void {
    const move = this.#move(frame.type);
    if (move.does === "drop") return;
    if (move.does === "violation") this.violated(`${frame.type} while ${this.#state}`);
    else this.#deliver(frame, move);
  }

  /** The other end did what it may not: both ends hear of it. */
  violated(what: string): void {
    if (this.#state === "closed") return;
    const message = `the node link's protocol was broken: ${what}`;
    this.reset(message);
    this.#listener?.closed({ type: "reset", message });
  }

  /** The link is gone. */
  lost(): void {
    if (this.#move("lost").does === "drop") return;
    this.#close();
    this.#listener?.closed({ type: "lost" });
  }

  #move(event: StreamEvent): StreamMove {
    return this.#table[this.#state][event];
  }

  #deliver(frame: Exclude<Frame, { type: "hello" | "open" }>, move: StreamMove): void {
    switch (frame.type) {
      case "accept":
        this.#state = move.to;
        this.#listener?.accepted?.(frame.header);
        return;
      case "data":
        this.#held += frame.bytes.length;
        if (this.#held > STREAM_WINDOW_BYTES) this.violated("more data than the window allows");
        else this.#listener?.data(frame.channel, frame.bytes);
        return;
      case "end":
        this.#listener?.ended(frame.channel);
        return;
      case "credit":
        this.#window += frame.bytes;
        if (this.#window > STREAM_WINDOW_BYTES) this.violated("credit for more than was sent");
        else this.#flush();
        return;
      case "reject":
        this.#close();
        this.#listener?.closed({ type: "rejected", header: frame.header });
        return;
      case "finish":
        this.#close();
        this.#listener?.closed({ type: "finished" });
        return;
      case "reset":
        this.#close();
        this.#listener?.closed({ type: "reset", message: frame.header.message });
        return;
    }
  }

  #flush(): void {
    for (;;) {
      const next = this.#unsent[0];
      if (next === undefined || this.#state === "closed") break;
      if (next.type === "data") {
        if (this.#window === 0) break;
        this.#transmitChunk(next.channel);
        continue;
      }
      if (next.type === "end") {
        this.#transmit(encodeFrame({ type: "end", stream: this.stream, channel: next.channel }));
      } else {
        this.#close();
        this.#transmit(encodeFrame({ type: "finish", stream: this.stream }));
        return;
      }
      this.#unsent.shift();
    }
    if (this.#unsentBytes < CHUNK_BYTES_MAX) this.#wake();
  }

  /** As much of one channel as a frame and the window take: what came in small pieces may go in one. */
  #transmitChunk(channel: number): void {
    const room = Math.min(CHUNK_BYTES_MAX, this.#window);
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let next = this.#unsent[0]; next?.type === "data" && next.channel === channel; next = this.#unsent[0]) {
      const piece = next.bytes.subarray(0, room - length);
      pieces.push(piece);
      length += piece.length;
      if (piece.length < next.bytes.length) {
        next.bytes = next.bytes.subarray(piece.length);
        break;
      }
      this.#unsent.shift();
    }
    this.#window -= length;
    this.#unsentBytes -= length;
    this.#transmit(encodeData(this.stream, channel, pieces));
  }

  #close(): void {
    this.#state = "closed";
    this.#unsent = [];
    this.#unsentBytes = 0;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
