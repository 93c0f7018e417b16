// The client's side of SPDY/3.1 inside a WebSocket, as kubectl port-forward speaks it: written for tests, from the protocol.
import { constants, createDeflate } from "node:zlib";
import { spdyDictionary } from "../../../agents/node/streams/spdy/dictionary.ts";
import { openRawWebSocket, type RawWebSocket } from "./raw-web-socket.ts";

export interface Forwarded {
  readonly id: number;
  send(bytes: Uint8Array): void;
  /** No more from us. */
  end(): void;
  reset(): void;
  /** Everything until the other side's end. */
  readonly received: Promise<Buffer>;
  /** What has come so far. */
  bytes(): number;
}

export class SpdyClient {
  #socket: RawWebSocket | undefined;
  readonly #deflate = createDeflate({ dictionary: spdyDictionary });
  readonly #streams = new Map<number, { push(bytes: Buffer): void; end(): void }>();
  #next = 1;
  #pending = Buffer.alloc(0);
  readonly pongs: number[] = [];
  readonly replies: number[] = [];
  readonly resets: number[] = [];
  goneAway = false;

  async open(url: string): Promise<void> {
    this.#socket = await openRawWebSocket(url, "SPDY/3.1+portforward.k8s.io", (data) => this.#read(data));
  }

  get socket(): RawWebSocket {
    return this.#socket as RawWebSocket;
  }

  /** Sent in the small pieces that Go's framer writes. */
  raw(bytes: Buffer, pieceBytes = bytes.length): void {
    for (let at = 0; at < bytes.length; at += pieceBytes) this.socket.send(bytes.subarray(at, at + pieceBytes));
  }

  async stream(headers: Record<string, string>, { fin = false } = {}): Promise<Forwarded> {
    const id = this.#next;
    this.#next += 2;
    const chunks: Buffer[] = [];
    let done: (all: Buffer) => void = () => {};
    const received = new Promise<Buffer>((resolve) => {
      done = resolve;
    });
    this.#streams.set(id, { push: (bytes) => chunks.push(bytes), end: () => done(Buffer.concat(chunks)) });
    const block = await this.#pack(headers);
    const body = Buffer.concat([word(id), word(0), Buffer.alloc(2), block]);
    this.raw(Buffer.concat([control(1, body.length, fin ? 1 : 0), body]), 7);
    return {
      id,
      received,
      bytes: () => chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      send: (bytes) => {
        const head = Buffer.concat([word(id), word(bytes.length)]);
        this.raw(head);
        this.raw(Buffer.from(bytes));
      },
      end: () => this.raw(Buffer.concat([word(id), word(0x01000000)])),
      reset: () => this.raw(Buffer.concat([control(3, 8, 0), word(id), word(5)])),
    };
  }

  /** A connection to a port: its error stream, half-closed at once as client-go does, then its data stream. */
  async forward(port: number, request = this.#next): Promise<{ data: Forwarded; error: Forwarded }> {
    const common = { port: String(port), requestID: String(request) };
    const error = await this.stream({ streamType: "error", ...common });
    error.end();
    return { error, data: await this.stream({ streamType: "data", ...common }) };
  }

  ping(id: number): void {
    this.raw(Buffer.concat([control(6, 4, 0), word(id)]));
  }

  goaway(): void {
    this.raw(Buffer.concat([control(7, 8, 0), word(0), word(0)]));
  }

  #pack(headers: Record<string, string>): Promise<Buffer> {
    const texts = Object.entries(headers).flatMap((pair) => pair.map((text) => Buffer.from(text)));
    const parts = [word(Object.keys(headers).length), ...texts.flatMap((bytes) => [word(bytes.length), bytes])];
    return new Promise((resolve) => {
      this.#deflate.write(Buffer.concat(parts));
      this.#deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(this.#deflate.read() as Buffer));
    });
  }

  #read(data: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, data]);
    while (this.#pending.length >= 8) {
      const length = this.#pending.readUInt32BE(4) & 0xffffff;
      if (this.#pending.length < 8 + length) return;
      this.#frame(this.#pending.subarray(0, 8), this.#pending.subarray(8, 8 + length));
      this.#pending = this.#pending.subarray(8 + length);
    }
  }

  #frame(head: Buffer, body: Buffer): void {
    const first = head.readUInt32BE(0);
    if (first < 0x80000000) {
      const stream = this.#streams.get(first);
      stream?.push(Buffer.from(body));
      if (((head[4] as number) & 1) !== 0) stream?.end();
      return;
    }
    const type = first & 0xffff;
    if (type === 2) this.replies.push(body.readUInt32BE(0));
    if (type === 3) {
      this.resets.push(body.readUInt32BE(0));
      this.#streams.get(body.readUInt32BE(0))?.end();
    }
    if (type === 6) this.pongs.push(body.readUInt32BE(0));
    if (type === 7) this.goneAway = true;
  }
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function control(type: number, length: number, flags: number): Buffer {
  return Buffer.from([0x80, 3, 0, type, flags, length >> 16, (length >> 8) & 255, length & 255]);
}
