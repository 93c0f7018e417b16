// One outbound connection to the node's link object, over WebSocket.
import { WebSocket } from "ws";
import { FRAME_BYTES_MAX, HEADER_BYTES_MAX } from "../../../src/tunnel/limits.ts";
import { LINK_SUBPROTOCOL } from "../../../src/tunnel/protocol.ts";
import { CONNECT_TIMEOUT_MS } from "./limits.ts";

export interface LinkListener {
  opened(): void;
  message(message: Uint8Array | string): void;
  /** Once, however the connection ended or failed; the code is a WebSocket's. */
  closed(code: number, reason: string): void;
}

export interface LinkConnection {
  send(message: Uint8Array | string): void;
  /** What was sent and is still in this process. */
  readonly bufferedBytes: number;
  /** Drops the connection without waiting for the other side. */
  drop(): void;
  /** Says goodbye. */
  close(): void;
}

export type Dial = (listener: LinkListener) => LinkConnection;

export interface DialOptions {
  /** `https://host/clusters/ID`, as in the kubeconfig. */
  readonly server: string;
  readonly node: string;
  /** Read at each attempt: tokens are rotated. */
  readonly token: () => string;
  /** PEM of the authority that the server's certificate comes from; undefined for the system's. */
  readonly authority?: string;
}

export function linkUrl(server: string, node: string): string {
  const url = new URL(server);
  url.protocol = url.protocol === "http:" ? "ws:" : "wss:";
  url.pathname = `${url.pathname.replace(/\/$/, "")}/link/${encodeURIComponent(node)}`;
  return url.href;
}

export function dialer({ server, node, token, authority }: DialOptions): Dial {
  return (listener) => {
    const socket = new WebSocket(linkUrl(server, node), LINK_SUBPROTOCOL, {
      headers: { Authorization: `Bearer ${token()}` },
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      maxPayload: Math.max(FRAME_BYTES_MAX, HEADER_BYTES_MAX + 16),
      // Frames are mostly binary already, and compressing costs memory for each connection.
      perMessageDeflate: false,
      ...(authority === undefined ? {} : { ca: authority }),
    });
    let failure = "";
    socket.binaryType = "nodebuffer";
    socket.on("open", () => listener.opened());
    socket.on("message", (data, isBinary) => {
      const bytes = data as Buffer;
      listener.message(isBinary ? bytes : bytes.toString());
    });
    // Always followed by "close".
    socket.on("error", (error) => {
      failure = error.message;
    });
    socket.on("close", (code, reason) => listener.closed(code, reason.toString() || failure));
    return {
      send(message) {
        if (socket.readyState === WebSocket.OPEN) socket.send(message);
      },
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      drop: () => socket.terminate(),
      close: () => socket.close(1000, "the agent is stopping"),
    };
  };
}
