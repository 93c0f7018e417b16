// The edge without the Workers runtime: a client's socket, a link object whose node the test plays.
import type { EdgeHost, EdgeSocket, LinkAnswer, LinkStub } from "../../src/tunnel/edge/host.ts";
import type { OpenHeader } from "../../src/tunnel/headers.ts";
import { decodeFrame, type Frame } from "../../src/tunnel/protocol.ts";
import { StreamEnd, type StreamOutcome } from "../../src/tunnel/stream-end.ts";
import { Stepped } from "./stepped.ts";

type Listener = (event: { data?: unknown; code?: number; reason?: string }) => void;

export class FakeEdgeSocket implements EdgeSocket {
  binaryType = "";
  bufferedAmount = 0;
  accepted = false;
  readonly sent: (Uint8Array | string)[] = [];
  closed: { code: number | undefined; reason: string | undefined } | undefined;
  onSend: (message: Uint8Array | string) => void = () => {};
  readonly #listeners: Record<string, Listener[]> = {};

  accept(): void {
    this.accepted = true;
  }
  send(message: Uint8Array | string): void {
    if (this.closed !== undefined) throw new Error("closed");
    this.sent.push(message);
    this.onSend(message);
  }
  close(code?: number, reason?: string): void {
    this.closed ??= { code, reason };
  }
  addEventListener(type: string, listener: never): void {
    this.#listeners[type] = [...(this.#listeners[type] ?? []), listener];
  }

  /** The other side says this. */
  hear(data: Uint8Array | string): void {
    const content = typeof data === "string" ? data : new Uint8Array(data).buffer;
    this.#emit("message", { data: content });
  }
  /** The other side closes. */
  leave(code = 1000, reason = ""): void {
    this.#emit("close", { code, reason });
  }
  #emit(type: string, event: Parameters<Listener>[0]): void {
    for (const listener of this.#listeners[type] ?? []) listener(event);
  }
}

export interface FakeNode {
  readonly link: LinkStub;
  /** The node's end of the last stream that was opened. */
  readonly end: StreamEnd;
  readonly header: OpenHeader;
  readonly received: { channel: number; bytes: Uint8Array }[];
  readonly ended: number[];
  readonly outcomes: StreamOutcome[];
  readonly socket: FakeEdgeSocket;
}

/** A node's object and agent in one. */
export function fakeNode(): FakeNode {
  const socket = new FakeEdgeSocket();
  const end = new StreamEnd({ role: "answerer", stream: 0, transmit: (message) => socket.hear(message) });
  const received: FakeNode["received"] = [];
  const ended: number[] = [];
  const outcomes: StreamOutcome[] = [];
  let header: OpenHeader | undefined;
  end.listen({
    data: (channel, bytes) => received.push({ channel, bytes: bytes.slice() }),
    ended: (channel) => ended.push(channel),
    closed: (outcome) => outcomes.push(outcome),
  });
  socket.onSend = (message) => {
    const frame: Frame = decodeFrame(message as Uint8Array) as Frame;
    if (frame.type === "open") header = frame.header;
    else if (frame.type !== "hello") end.receive(frame);
  };
  return {
    link: { fetch: async () => ({ status: 101, webSocket: socket, text: async () => "" }) },
    end,
    get header() {
      if (header === undefined) throw new Error("nothing was opened");
      return header;
    },
    received,
    ended,
    outcomes,
    socket,
  };
}

/** A link object that refuses. */
export function refusingLink(status: number, body: unknown): LinkStub {
  const answer: LinkAnswer = { status, text: async () => (typeof body === "string" ? body : JSON.stringify(body)) };
  return { fetch: async () => answer };
}

export interface FakeHost extends EdgeHost {
  readonly time: Stepped;
  readonly client: FakeEdgeSocket;
  readonly holds: number[];
}

export function fakeHost(): FakeHost {
  const time = new Stepped();
  const client = new FakeEdgeSocket();
  const holds: number[] = [];
  return {
    time,
    client,
    holds,
    timers: time,
    clock: time,
    hold: (ms) => holds.push(ms),
    upgrade: (subprotocol) => ({ response: new Response(null, { headers: { subprotocol } }), socket: client }),
    rewriteHtml: (response) => response,
  };
}
