// SPDY/3.1 framing: bytes in, frames out, and back. Data comes as it arrives, in pieces of its frame.
import { CONTROL_BYTES_MAX } from "./limits.ts";

export type SpdyFrame =
  | { readonly type: "syn-stream"; readonly stream: number; readonly fin: boolean; readonly block: Buffer }
  | { readonly type: "headers"; readonly stream: number; readonly fin: boolean; readonly block: Buffer }
  | { readonly type: "reset"; readonly stream: number }
  | { readonly type: "ping"; readonly id: number }
  | { readonly type: "goaway" }
  /** SETTINGS, WINDOW_UPDATE, SYN_REPLY: nothing depends on them here. Kubernetes' library neither sends nor heeds windows. */
  | { readonly type: "ignored" }
  /** A piece of a data frame; `fin` with the last one. */
  | { readonly type: "data"; readonly stream: number; readonly fin: boolean; readonly bytes: Buffer };

export type SpdyInput = SpdyFrame | { readonly type: "violation"; readonly reason: string };

const VERSION = 3;
const FLAG_FIN = 1;
const codes = { synStream: 1, synReply: 2, reset: 3, settings: 4, ping: 6, goaway: 7, headers: 8, windowUpdate: 9 };

interface DataUnderWay {
  readonly stream: number;
  readonly fin: boolean;
  remaining: number;
}

/** Takes a byte stream apart. After a violation nothing more comes. */
export class SpdyFrameReader {
  #pending: Buffer = Buffer.alloc(0);
  /** The data frame that is under way. */
  #data: DataUnderWay | undefined;

  *read(bytes: Uint8Array): Generator<SpdyInput> {
    const more = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let rest = this.#pending.length === 0 ? more : Buffer.concat([this.#pending, more]);
    for (;;) {
      if (this.#data !== undefined) {
        if (rest.length === 0) break;
        const piece = rest.subarray(0, this.#data.remaining);
        rest = rest.subarray(piece.length);
        yield this.#dataPiece(piece);
        continue;
      }
      if (rest.length < 8) break;
      const length = rest.readUInt32BE(4) & 0xffffff;
      const isControl = (rest[0] as number) >= 0x80;
      if (!isControl) {
        const fin = ((rest[4] as number) & FLAG_FIN) !== 0;
        this.#data = { stream: rest.readUInt32BE(0), fin, remaining: length };
        rest = rest.subarray(8);
        if (length === 0) yield this.#dataPiece(rest.subarray(0, 0));
        continue;
      }
      if (length > CONTROL_BYTES_MAX) {
        yield violation(`a control frame of ${length} bytes`);
        return;
      }
      if (rest.length < 8 + length) break;
      yield controlFrame(rest.subarray(0, 8 + length));
      rest = rest.subarray(8 + length);
    }
    this.#pending = rest;
  }

  #dataPiece(bytes: Buffer): SpdyFrame {
    const data = this.#data as DataUnderWay;
    data.remaining -= bytes.length;
    const last = data.remaining === 0;
    if (last) this.#data = undefined;
    return { type: "data", stream: data.stream, fin: data.fin && last, bytes };
  }
}

function controlFrame(frame: Buffer): SpdyInput {
  const version = frame.readUInt16BE(0) & 0x7fff;
  if (version !== VERSION) return violation(`SPDY version ${version}`);
  const code = frame.readUInt16BE(2);
  const fin = ((frame[4] as number) & FLAG_FIN) !== 0;
  const body = frame.subarray(8);
  const fixed: Record<number, number> = {
    [codes.synStream]: 10,
    [codes.headers]: 4,
    [codes.reset]: 8,
    [codes.ping]: 4,
  };
  if (body.length < (fixed[code] ?? 0)) return violation(`a short control frame of type ${code}`);
  switch (code) {
    case codes.synStream:
      return { type: "syn-stream", stream: body.readUInt32BE(0) & 0x7fffffff, fin, block: body.subarray(10) };
    case codes.headers:
      return { type: "headers", stream: body.readUInt32BE(0) & 0x7fffffff, fin, block: body.subarray(4) };
    case codes.reset:
      return { type: "reset", stream: body.readUInt32BE(0) & 0x7fffffff };
    case codes.ping:
      return { type: "ping", id: body.readUInt32BE(0) };
    case codes.goaway:
      return { type: "goaway" };
    case codes.synReply:
    case codes.settings:
    case codes.windowUpdate:
      return { type: "ignored" };
    default:
      return violation(`a control frame of type ${code}`);
  }
}

function violation(reason: string): SpdyInput {
  return { type: "violation", reason };
}

export function dataFrame(stream: number, bytes: Uint8Array, fin: boolean): Buffer {
  const frame = Buffer.allocUnsafe(8 + bytes.length);
  frame.writeUInt32BE(stream, 0);
  frame.writeUInt32BE(bytes.length, 4);
  frame[4] = fin ? FLAG_FIN : 0;
  frame.set(bytes, 8);
  return frame;
}

function control(code: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x8000 | VERSION, 0);
  head.writeUInt16BE(code, 2);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function synReplyFrame(stream: number, block: Uint8Array): Buffer {
  return control(codes.synReply, word(stream), block);
}

/** Status codes: 3 REFUSED_STREAM, 5 CANCEL. */
export function resetFrame(stream: number, status: 3 | 5): Buffer {
  return control(codes.reset, word(stream), word(status));
}

export function pingFrame(id: number): Buffer {
  return control(codes.ping, word(id));
}

/** 0: nothing is wrong. */
export function goawayFrame(lastStream: number): Buffer {
  return control(codes.goaway, word(lastStream), word(0));
}
