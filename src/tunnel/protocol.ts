// The node link's frames: a few binary message types that carry many streams over one socket.
// A frame is [type, stream as 32-bit big endian, ...]; data and end add a channel byte, credit a 32-bit count, the rest is JSON.
import type { z } from "zod";
import {
  type AcceptHeader,
  acceptHeader,
  type HelloHeader,
  helloHeader,
  type OpenHeader,
  openHeader,
  type RejectHeader,
  type ResetHeader,
  rejectHeader,
  resetHeader,
} from "./headers.ts";
import { CHANNEL_MAX, CHUNK_BYTES_MAX, FRAME_PREFIX_BYTES, HEADER_BYTES_MAX } from "./limits.ts";

/** The versions this build speaks, the preferred one first. */
export const LINK_VERSIONS: readonly number[] = [1];

/** What the agent asks for as WebSocket subprotocol, so that nothing else is mistaken for an agent. */
export const LINK_SUBPROTOCOL = "link.skerry.dev";

/** The heartbeat: text, so that the object's auto-response can answer it. */
export const PING = "ping";
export const PONG = "pong";

/** Close code for a link that gave way to a newer one of the same node. */
export const CLOSE_REPLACED = 4001;
/** Close code for a peer that broke the protocol, or speaks no version of it. */
export const CLOSE_VIOLATION = 4002;

export type Frame =
  | { readonly type: "hello"; readonly stream: 0; readonly header: HelloHeader }
  | { readonly type: "open"; readonly stream: number; readonly header: OpenHeader }
  | { readonly type: "accept"; readonly stream: number; readonly header: AcceptHeader }
  | { readonly type: "reject"; readonly stream: number; readonly header: RejectHeader }
  | { readonly type: "data"; readonly stream: number; readonly channel: number; readonly bytes: Uint8Array }
  /** The sender has no more for this channel. */
  | { readonly type: "end"; readonly stream: number; readonly channel: number }
  /** The receiver has consumed so many bytes of data: as many more may follow. */
  | { readonly type: "credit"; readonly stream: number; readonly bytes: number }
  /** The sender is through, and so is the stream. */
  | { readonly type: "finish"; readonly stream: number }
  /** The stream broke. */
  | { readonly type: "reset"; readonly stream: number; readonly header: ResetHeader };

export type FrameType = Frame["type"];

export type Decoded = Frame | { readonly type: "malformed"; readonly reason: string };

const codes: Record<FrameType, number> = {
  hello: 1,
  open: 2,
  accept: 3,
  reject: 4,
  data: 5,
  end: 6,
  credit: 7,
  finish: 8,
  reset: 9,
};
const types = new Map(Object.entries(codes).map(([type, code]) => [code, type as FrameType]));

const headerSchemas = {
  hello: helloHeader,
  open: openHeader,
  accept: acceptHeader,
  reject: rejectHeader,
  reset: resetHeader,
} satisfies Record<string, z.ZodType>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function encodeFrame(frame: Frame): Uint8Array {
  switch (frame.type) {
    case "data":
      return encodeData(frame.stream, frame.channel, [frame.bytes]);
    case "end": {
      const message = prefixed(frame, 1);
      message[5] = frame.channel;
      return message;
    }
    case "credit": {
      const message = prefixed(frame, 4);
      viewOf(message).setUint32(5, frame.bytes);
      return message;
    }
    case "finish":
      return prefixed(frame, 0);
    case "hello":
    case "open":
    case "accept":
    case "reject":
    case "reset": {
      const text = encoder.encode(JSON.stringify(frame.header));
      const message = prefixed(frame, text.length);
      message.set(text, 5);
      return message;
    }
  }
}

/** A data frame of several pieces. */
export function encodeData(stream: number, channel: number, pieces: readonly Uint8Array[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length > CHUNK_BYTES_MAX) throw new Error(`a chunk of ${length} bytes`);
  const message = prefixed({ type: "data", stream }, length + 1);
  message[5] = channel;
  let at = 6;
  for (const piece of pieces) {
    message.set(piece, at);
    at += piece.length;
  }
  return message;
}

function prefixed(frame: Pick<Frame, "type" | "stream">, restBytes: number): Uint8Array {
  const message = new Uint8Array(5 + restBytes);
  message[0] = codes[frame.type];
  viewOf(message).setUint32(1, frame.stream);
  return message;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether a header fits into a frame: what is too long is refused to the client before the node hears of it. */
export function headerFits(header: OpenHeader): boolean {
  return encoder.encode(JSON.stringify(header)).length <= HEADER_BYTES_MAX;
}

/** What a relay must know of a frame, without looking at the rest. Undefined when it is no frame. */
export function peekFrame(message: Uint8Array): { readonly type: FrameType; readonly stream: number } | undefined {
  if (message.length < 5 || message.length > Math.max(CHUNK_BYTES_MAX, HEADER_BYTES_MAX) + FRAME_PREFIX_BYTES) {
    return undefined;
  }
  const type = types.get(message[0] as number);
  return type === undefined ? undefined : { type, stream: viewOf(message).getUint32(1) };
}

/** Gives a frame to another stream, in place: relays know streams by numbers of their own. */
export function readdressFrame(message: Uint8Array, stream: number): void {
  viewOf(message).setUint32(1, stream);
}

/** Never throws; the bytes of a data frame are a view into `message`. */
export function decodeFrame(message: Uint8Array): Decoded {
  const peeked = peekFrame(message);
  if (peeked === undefined) return malformed(`no frame in ${message.length} bytes`);
  const { type, stream } = peeked;
  const rest = message.subarray(5);
  switch (type) {
    case "data":
    case "end": {
      const channel = rest[0];
      if (channel === undefined || channel > CHANNEL_MAX) return malformed(`${type} without a channel`);
      if (type === "data") return { type, stream, channel, bytes: rest.subarray(1) };
      return rest.length === 1 ? { type, stream, channel } : malformed("end with more than a channel");
    }
    case "credit":
      return rest.length === 4
        ? { type, stream, bytes: viewOf(rest).getUint32(0) }
        : malformed(`credit of ${rest.length} bytes`);
    case "finish":
      return rest.length === 0 ? { type, stream } : malformed("finish with a payload");
    case "hello":
    case "open":
    case "accept":
    case "reject":
    case "reset":
      return decodeHeader(type, stream, rest);
  }
}

function decodeHeader(type: keyof typeof headerSchemas, stream: number, rest: Uint8Array): Decoded {
  if (type === "hello" && stream !== 0) return malformed("hello on a stream");
  try {
    const parsed = headerSchemas[type].safeParse(JSON.parse(decoder.decode(rest)));
    if (!parsed.success) return malformed(`${type}: ${parsed.error.issues[0]?.message ?? "unexpected header"}`);
    return { type, stream, header: parsed.data } as Frame;
  } catch {
    return malformed(`${type}: no JSON`);
  }
}

function malformed(reason: string): Decoded {
  return { type: "malformed", reason };
}

/** The version both sides speak, the offering side's preference first. */
export function chooseLinkVersion(offered: readonly number[]): number | undefined {
  return offered.find((version) => LINK_VERSIONS.includes(version));
}
