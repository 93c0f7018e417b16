// What the object remembers of a socket while it hibernates: all of the relay's state, in the sockets themselves.
import type { Socket } from "../../platform/sockets.ts";

export type Attachment =
  | {
      readonly role: "agent";
      /** Counts the agents of this object; streams belong to one of them. */
      readonly session: number;
      /** It has said hello. */
      readonly ready: boolean;
      /** The number that the next stream gets: never used twice in a session. */
      readonly nextStream: number;
      readonly connectedAtMs: number;
    }
  | {
      readonly role: "stream";
      readonly session: number;
      /** 0 until it has sent `open`. */
      readonly stream: number;
    }
  /** Over, but its close has not come through yet. */
  | { readonly role: "done" };

export type AgentAttachment = Extract<Attachment, { role: "agent" }>;
export type StreamAttachment = Extract<Attachment, { role: "stream" }>;

export function attachmentOf(socket: Socket): Attachment {
  return (socket.attachment() as Attachment | undefined) ?? { role: "done" };
}
