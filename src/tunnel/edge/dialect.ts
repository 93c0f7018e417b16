// How one kind of client speaks over its WebSocket: pure translations between its messages and a stream's channels.
import type { Status } from "../../apimachinery/status-error.ts";

export type Message = Uint8Array | string;

/** What a client's message means. */
export type ClientInput =
  | { readonly type: "data"; readonly channel: number; readonly bytes: Uint8Array }
  | { readonly type: "end"; readonly channel: number }
  | { readonly type: "nothing" }
  | { readonly type: "violation"; readonly reason: string };

/** What a client is told. */
export type ClientOutput =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "close"; readonly code: number; readonly reason: string };

export interface Dialect {
  /** The subprotocol to answer with; "" for none. */
  readonly subprotocol: string;
  /** Sent before anything else. */
  readonly greetings: readonly Message[];
  fromClient(message: Message): ClientInput;
  /** The client has closed: what the other end hears before the stream's end. Without, the stream is reset. */
  fromClose?(code: number, reason: string): ClientInput;
  /** Nothing for what this client isn't told. */
  toClient(channel: number, bytes: Uint8Array): readonly ClientOutput[];
  /** How the client hears that the stream failed, before the connection is closed. */
  failure(status: Status): Message | undefined;
}

export const nothing: ClientInput = { type: "nothing" };

/** One message, as an answer of `toClient`. */
export function say(message: Message): readonly ClientOutput[] {
  return [{ type: "message", message }];
}
