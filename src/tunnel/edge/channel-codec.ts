// Messages that begin with their channel: one byte, or one digit and base64.
// Kubernetes: staging/src/k8s.io/streaming/pkg/httpstream/wsstream/conn.go
import { type ClientInput, type Message, nothing } from "./dialect.ts";

export type ChannelEncoding = "binary" | "base64";

/** The digit of channel 0. */
const zero = 48;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeChannel(encoding: ChannelEncoding, channel: number, bytes: Uint8Array): Message {
  if (encoding === "base64") return String.fromCharCode(zero + channel) + toBase64(bytes);
  const message = new Uint8Array(1 + bytes.length);
  message[0] = channel;
  message.set(bytes, 1);
  return message;
}

/** What can't be read is skipped, as upstream does: `nothing`. */
export function decodeChannel(encoding: ChannelEncoding, message: Message): ClientInput {
  const bytes = typeof message === "string" ? encoder.encode(message) : message;
  const first = bytes[0];
  if (first === undefined) return nothing;
  if (encoding === "binary") return { type: "data", channel: first, bytes: bytes.subarray(1) };
  const channel = first - zero;
  const decoded = channel < 0 ? undefined : fromBase64(decoder.decode(bytes.subarray(1)));
  return decoded === undefined ? nothing : { type: "data", channel, bytes: decoded };
}

/** In pieces: a call with a million arguments overflows the stack. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
