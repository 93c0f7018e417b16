// How one kind of client speaks over its WebSocket: pure translations between its messages and a stream's channels.
import type { Status } from "../../apimachinery/status-error.ts";

export type Message = Uint8Array | string;

/** What a client's message means. */
export type ClientInput =
  | { readonly type: "data"; readonly channel: number; readonly bytes: Uint8Array }
  | { readonly type: "end"; readonly channel: number }
  | { readonly type: "nothing" }
  | { readonly type: "violation"; readonly reason: string };

export interface Dialect {
  /** The subprotocol to answer with; "" for none. */
  readonly subprotocol: string;
  /** Sent before anything else. */
  readonly greetings: readonly Message[];
  fromClient(message: Message): ClientInput;
  /** Undefined for what this client isn't told. */
  toClient(channel: number, bytes: Uint8Array): Message | undefined;
  /** How the client hears that the stream failed, before the connection is closed. */
  failure(status: Status): Message | undefined;
}

export const nothing: ClientInput = { type: "nothing" };
