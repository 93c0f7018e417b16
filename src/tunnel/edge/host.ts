// What the edge needs of where it runs, as small interfaces: the Worker's sockets in production, fakes in tests.
import type { Clock } from "../../platform/clock.ts";
import type { Timers } from "../../platform/timers.ts";

/** A WebSocket of the Workers runtime, as far as the edge uses it. */
export interface EdgeSocket {
  accept(): void;
  binaryType: string;
  /** Bytes sent that the connection has not taken yet: the only back-pressure there is. */
  readonly bufferedAmount: number;
  send(message: Uint8Array | string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close" | "error", listener: (event: unknown) => void): void;
}

/** The stub of a node's link object. */
export interface LinkStub {
  /** The object's name, by which another object finds it too. */
  readonly name?: string | undefined;
  fetch(request: Request): Promise<LinkAnswer>;
}

export interface SessionStub {
  fetch(request: Request): Promise<Response>;
}

/** The part of a Response that matters here. */
export interface LinkAnswer {
  readonly status: number;
  readonly webSocket?: EdgeSocket | null;
  text(): Promise<string>;
}

export interface EdgeHost {
  readonly timers: Timers;
  readonly clock: Clock;
  /** Answers a client's upgrade: the response to return, and our end of the connection. "" for no subprotocol. */
  upgrade(subprotocol: string): { readonly response: Response; readonly socket: EdgeSocket };
  /** A fresh object for one client's session (`session.ts`). Without, sessions run where they are opened. */
  readonly sessions?: (() => SessionStub) | undefined;
  /** Reads no socket for so long. Without, a client that sends too fast can only be cut off. */
  readonly hold?: ((ms: number) => void) | undefined;
  /** The page with every link passed through `rewrite`; its body is streamed. */
  rewriteHtml(response: Response, rewrite: (link: string) => string): Response;
}
