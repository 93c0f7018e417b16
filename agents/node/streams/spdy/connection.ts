// The serving side of a SPDY/3.1 connection, as far as Kubernetes' port-forward uses it.
import {
  dataFrame,
  goawayFrame,
  pingFrame,
  resetFrame,
  type SpdyFrame,
  SpdyFrameReader,
  synReplyFrame,
} from "./frame.ts";
import { emptyHeaderBlock, HeaderUnpacker, type SpdyHeaders } from "./header-block.ts";
import { DATA_BYTES_MAX, STREAMS_MAX } from "./limits.ts";

export interface SpdyStreamListener {
  /** Call `done` when the bytes have been taken: until then the connection's sender gets no credit for them. */
  data(bytes: Buffer, done: () => void): void;
  /** The client has no more. */
  ended(): void;
  /** The client wants nothing more either way, or the connection is over. */
  closed(): void;
}

export interface SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  listen(listener: SpdyStreamListener): void;
  send(bytes: Uint8Array): void;
  /** No more from this side. */
  end(): void;
  reset(): void;
}

export interface SpdyConnectionOptions {
  /** Must take the bytes at once. */
  readonly transmit: (bytes: Uint8Array) => void;
  /** So many received bytes have been dealt with. */
  readonly consumed: (bytes: number) => void;
  /** False refuses the stream. */
  readonly onStream: (stream: SpdyStream) => boolean;
  /** The client broke the protocol, or said goodbye. */
  readonly onEnd: (violation?: string) => void;
}

export class SpdyConnection {
  readonly #options: SpdyConnectionOptions;
  readonly #reader = new SpdyFrameReader();
  readonly #unpacker = new HeaderUnpacker();
  readonly #streams = new Map<number, Served>();
  #received: Uint8Array[] | undefined = [];
  #reading = false;
  #replied = false;
  #lastStream = 0;

  constructor(options: SpdyConnectionOptions) {
    this.#options = options;
  }

  /** Bytes from the client. They are read in order, one header block after the other. */
  receive(bytes: Uint8Array): void {
    this.#received?.push(bytes);
    if (!this.#reading) void this.#read();
  }

  /** Ends every stream and says goodbye. */
  close(): void {
    if (this.#received === undefined) return;
    this.#options.transmit(goawayFrame(this.#lastStream));
    this.#shut();
  }

  /** The connection is gone. */
  lost(): void {
    this.#shut();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    for (let bytes = this.#received?.shift(); bytes !== undefined; bytes = this.#received?.shift()) {
      // Data of a stream counts when its server has taken it, everything else at once.
      let untaken = 0;
      for (const input of this.#reader.read(bytes)) {
        if (this.#received === undefined) break;
        if (input.type === "violation") {
          this.#end(input.reason);
          break;
        }
        if (input.type === "data") untaken += this.#data(input);
        else await this.#control(input);
      }
      this.#options.consumed(bytes.length - untaken);
    }
    this.#reading = false;
  }

  async #control(frame: Exclude<SpdyFrame, { type: "data" }>): Promise<void> {
    switch (frame.type) {
      case "syn-stream":
      case "headers":
        try {
          const headers = await this.#unpacker.unpack(frame.block);
          if (frame.type === "syn-stream") this.#open(frame.stream, headers, frame.fin);
          else if (frame.fin) this.#streams.get(frame.stream)?.ended();
        } catch (error) {
          this.#end(error instanceof Error ? error.message : String(error));
        }
        return;
      case "reset":
        this.#streams.get(frame.stream)?.closed();
        this.#streams.delete(frame.stream);
        return;
      case "ping":
        // Odd ones are the client's questions, even ones would answer ours.
        if (frame.id % 2 === 1) this.#options.transmit(pingFrame(frame.id));
        return;
      case "goaway":
        this.#end();
        return;
      case "ignored":
        return;
    }
  }

  /** How many of the frame's bytes wait for somebody to take them. */
  #data({ stream, bytes, fin }: Extract<SpdyFrame, { type: "data" }>): number {
    const served = this.#streams.get(stream);
    if (served === undefined) return 0;
    if (bytes.length > 0) served.data(bytes, () => this.#options.consumed(bytes.length));
    if (fin) served.ended();
    return bytes.length;
  }

  #open(id: number, headers: SpdyHeaders, fin: boolean): void {
    if (this.#received === undefined) return;
    const served = new Served(id, headers, {
      transmit: this.#options.transmit,
      forget: () => this.#streams.delete(id),
    });
    this.#lastStream = Math.max(this.#lastStream, id);
    if (this.#streams.size >= STREAMS_MAX || this.#streams.has(id) || !this.#options.onStream(served)) {
      this.#options.transmit(resetFrame(id, 3));
      return;
    }
    this.#streams.set(id, served);
    this.#options.transmit(synReplyFrame(id, emptyHeaderBlock({ first: !this.#replied })));
    this.#replied = true;
    if (fin) served.ended();
  }

  #end(violation?: string): void {
    this.#shut();
    this.#options.onEnd(violation);
  }

  #shut(): void {
    if (this.#received === undefined) return;
    this.#received = undefined;
    this.#unpacker.close();
    for (const served of this.#streams.values()) served.closed();
    this.#streams.clear();
  }
}

interface ServedOptions {
  readonly transmit: (bytes: Uint8Array) => void;
  readonly forget: () => void;
}

class Served implements SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  readonly #options: ServedOptions;
  #listener: SpdyStreamListener | undefined;
  #theirs: "open" | "ended" = "open";
  #ours: "open" | "ended" = "open";
  #over = false;

  constructor(id: number, headers: SpdyHeaders, options: ServedOptions) {
    this.id = id;
    this.headers = headers;
    this.#options = options;
  }

  listen(listener: SpdyStreamListener): void {
    this.#listener = listener;
  }

  send(bytes: Uint8Array): void {
    if (this.#over || this.#ours === "ended") return;
    for (let at = 0; at < bytes.length; at += DATA_BYTES_MAX) {
      this.#options.transmit(dataFrame(this.id, bytes.subarray(at, at + DATA_BYTES_MAX), false));
    }
  }

  end(): void {
    if (this.#over || this.#ours === "ended") return;
    this.#ours = "ended";
    this.#options.transmit(dataFrame(this.id, Buffer.alloc(0), true));
    this.#retire();
  }

  reset(): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.forget();
    this.#options.transmit(resetFrame(this.id, 5));
  }

  data(bytes: Buffer, done: () => void): void {
    if (this.#listener === undefined || this.#over || this.#theirs === "ended") done();
    else this.#listener.data(bytes, done);
  }

  ended(): void {
    if (this.#over || this.#theirs === "ended") return;
    this.#theirs = "ended";
    this.#listener?.ended();
    this.#retire();
  }

  closed(): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener?.closed();
  }

  /** Both sides are through. */
  #retire(): void {
    if (this.#ours !== "ended" || this.#theirs !== "ended") return;
    this.#over = true;
    this.#options.forget();
  }
}
